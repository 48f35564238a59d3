'use strict';

const incidents = require('../lib/incidents');
const createQueue = require('../lib/queue');
const tenantConfig = require('../lib/tenant-config');

module.exports = function (app, addon) {
  const queue = createQueue(
    async function (job) {
      if (job.type === 'open') {
        await incidents.open(addon, job.clientKey, job);
      } else {
        await incidents.resolve(addon, job.clientKey, job.issueKey, job.message);
      }
    },
    function (err, job) {
      addon.logger.error(`Job ${job.type} for ${job.issueKey} failed: ${err.message}`);
    }
  );
  app.set('queue', queue);

  // The framework answers 204 for these two as soon as the listeners return.
  addon.on('jira:issue_updated', async function (event, body, req) {
    const changes = (body.changelog && body.changelog.items) || [];
    const raised = changes.some((item) => item.field === 'priority' && item.toString === 'Highest');
    const done = changes.some((item) => item.field === 'resolution' && item.to);
    if (!raised && !done) {
      return;
    }

    try {
      const clientKey = req.context.clientKey;
      const config = await tenantConfig.load(addon, clientKey);
      if (raised && config.openAutomatically && tenantConfig.isComplete(config)) {
        queue.push({
          type: 'open',
          clientKey: clientKey,
          issueKey: body.issue.key,
          title: body.issue.fields.summary,
          severity: 'critical',
        });
      }
      if (done) {
        const index = await incidents.loadIndex(addon, clientKey);
        if (index[body.issue.key]) {
          queue.push({
            type: 'resolve',
            clientKey: clientKey,
            issueKey: body.issue.key,
            message: 'Issue resolved.',
          });
        }
      }
    } catch (err) {
      addon.logger.error(err);
    }
  });

  addon.on('jira:issue_deleted', function (event, body, req) {
    const clientKey = req.context.clientKey;
    incidents
      .loadIndex(addon, clientKey)
      .then(function (index) {
        const issueKey = body.issue.key;
        if (index[issueKey]) {
          delete index[issueKey];
          return addon.settings.set('open-incidents', index, clientKey);
        }
      })
      .catch((err) => addon.logger.error(err));
  });

  app.post('/uninstalled', addon.authenticateInstall(), function (req, res) {
    const { clientKey } = req.body;
    Promise.all(
      ['beacon-config', 'open-incidents', 'last-sync'].map((key) => addon.settings.del(key, clientKey))
    ).then(
      () => res.sendStatus(204),
      (err) => {
        addon.logger.error(err);
        res.sendStatus(500);
      }
    );
  });
};
