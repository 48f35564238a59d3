'use strict';

const beacon = require('./beacon');
const Jira = require('./jira');
const tenantConfig = require('./tenant-config');

const PROPERTY = 'incident';
const INDEX = 'open-incidents';
const SEVERITIES = ['minor', 'major', 'critical'];

function httpError(status, message) {
  const error = new Error(message);
  error.status = status;
  error.expose = true;
  return error;
}

/** Which issues of a tenant have an open incident: `{ issueKey: incidentId }`. */
function loadIndex(addon, clientKey) {
  return addon.settings.get(INDEX, clientKey).then((index) => index || {});
}

async function remember(addon, clientKey, issueKey, incidentId) {
  const index = await loadIndex(addon, clientKey);
  index[issueKey] = incidentId;
  await addon.settings.set(INDEX, index, clientKey);
}

async function forget(addon, clientKey, issueKey) {
  const index = await loadIndex(addon, clientKey);
  delete index[issueKey];
  await addon.settings.set(INDEX, index, clientKey);
}

function find(addon, clientKey, issueKey) {
  return new Jira(addon, clientKey).property(issueKey, PROPERTY);
}

async function open(addon, clientKey, { issueKey, title, severity, accountId }) {
  if (!SEVERITIES.includes(severity)) {
    throw httpError(400, 'Severity must be one of ' + SEVERITIES.join(', ') + '.');
  }
  const existing = await find(addon, clientKey, issueKey);
  if (existing && existing.state !== 'resolved') {
    throw httpError(409, issueKey + ' already has an open incident.');
  }

  const config = await tenantConfig.load(addon, clientKey);
  const created = await beacon.connect(config).open({ issueKey, title, severity });
  const incident = { id: created.id, url: created.url, severity, state: created.state };

  await new Jira(addon, clientKey).setProperty(issueKey, PROPERTY, incident);
  await remember(addon, clientKey, issueKey, incident.id);

  const author = config.commentAsUser ? accountId : undefined;
  await new Jira(addon, clientKey, author).comment(issueKey, `Opened a ${severity} incident: ${incident.url}`);
  return incident;
}

async function resolve(addon, clientKey, issueKey, message) {
  const incident = await find(addon, clientKey, issueKey);
  if (!incident) {
    throw httpError(404, issueKey + ' has no incident.');
  }
  if (incident.state === 'resolved') {
    return incident;
  }
  const config = await tenantConfig.load(addon, clientKey);
  await beacon.connect(config).resolve(incident.id, message || 'Resolved in Jira.');
  const resolved = Object.assign({}, incident, { state: 'resolved' });
  await new Jira(addon, clientKey).setProperty(issueKey, PROPERTY, resolved);
  await forget(addon, clientKey, issueKey);
  return resolved;
}

/** Drops the link; the incident itself stays as it is. */
async function unlink(addon, clientKey, issueKey) {
  await new Jira(addon, clientKey).removeProperty(issueKey, PROPERTY);
  await forget(addon, clientKey, issueKey);
}

/** Brings a state that was changed on the status page back to the issue. Tells whether anything changed. */
async function applyState(addon, clientKey, issueKey, state, note) {
  const jira = new Jira(addon, clientKey);
  const incident = await jira.property(issueKey, PROPERTY);
  if (!incident || incident.state === state) {
    return false;
  }
  await jira.setProperty(issueKey, PROPERTY, Object.assign({}, incident, { state: state }));
  await jira.comment(issueKey, 'The incident is now ' + state + (note ? ': ' + note : '.'));
  if (state === 'resolved') {
    await forget(addon, clientKey, issueKey);
  }
  return true;
}

/** Asks the status page for each open incident of one tenant. */
async function syncTenant(addon, clientKey) {
  const config = await tenantConfig.load(addon, clientKey);
  if (!tenantConfig.isComplete(config)) {
    return { checked: 0, changed: 0 };
  }
  const api = beacon.connect(config);
  const index = await loadIndex(addon, clientKey);
  let changed = 0;
  for (const issueKey of Object.keys(index)) {
    try {
      const remote = await api.read(index[issueKey]);
      if (await applyState(addon, clientKey, issueKey, remote.state)) {
        changed += 1;
      }
    } catch (err) {
      if (err.beaconStatus === 404) {
        await unlink(addon, clientKey, issueKey);
        changed += 1;
      } else {
        addon.logger.warn(`Could not check ${issueKey} of ${clientKey}: ${err.message}`);
      }
    }
  }
  const summary = { checked: Object.keys(index).length, changed: changed };
  await addon.settings.set('last-sync', summary, clientKey);
  return summary;
}

module.exports = { SEVERITIES, find, open, resolve, unlink, applyState, syncTenant, loadIndex };
