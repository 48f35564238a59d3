'use strict';

const _ = require('lodash');
const incidents = require('../lib/incidents');
const Jira = require('../lib/jira');
const tenantConfig = require('../lib/tenant-config');
const asyncHandler = require('../middleware/async-handler');
const requireConnection = require('../middleware/require-connection');
const sameIssue = require('../middleware/same-issue');

module.exports = function (app, addon) {
  // What the glance opens.
  app.get('/incident', addon.authenticate(), function (req, res, next) {
    const issueKey = req.query.issueKey;
    const clientKey = req.context.clientKey;

    tenantConfig.load(addon, clientKey).then(function (config) {
      if (!tenantConfig.isComplete(config)) {
        res.render('not-connected', { issueKey: issueKey });
        return;
      }

      const jira = new Jira(addon, clientKey);
      Promise.all([jira.issue(issueKey, ['summary', 'priority']), incidents.find(addon, clientKey, issueKey)])
        .then(function (results) {
          const [issue, incident] = results;
          if (!issue) {
            res.status(404).send('No such issue');
            return;
          }
          res.render('incident', {
            issueKey: issueKey,
            summary: issue.fields.summary,
            incident: incident,
            open: incident && incident.state !== 'resolved',
            severities: incidents.SEVERITIES.map((name) => ({
              name: name,
              selected: name === suggested(issue.fields.priority),
            })),
          });
        })
        .catch(next);
    }, next);
  });

  app.post(
    '/api/incidents',
    addon.checkValidToken(),
    sameIssue,
    requireConnection(addon),
    asyncHandler(async function (req, res) {
      const { issueKey, severity } = req.body;
      const title = _.truncate(String(req.body.title || '').trim(), { length: 80 });
      if (!title) {
        return res.status(400).json({ error: 'A title is needed.' });
      }
      try {
        const incident = await incidents.open(addon, req.context.clientKey, {
          issueKey: issueKey,
          title: title,
          severity: severity,
          accountId: req.context.userAccountId,
        });
        res.status(201).json({ incident: incident });
      } catch (err) {
        if (err.beaconStatus !== undefined) {
          res.status(502).json({ error: err.message });
        } else if (err.status) {
          res.status(err.status).json({ error: err.message });
        } else {
          throw err;
        }
      }
    })
  );

  app.post(
    '/api/incidents/:issueKey/resolve',
    addon.checkValidToken(),
    sameIssue,
    requireConnection(addon),
    function (req, res, next) {
      incidents
        .resolve(addon, req.context.clientKey, req.params.issueKey, req.body.message)
        .then((incident) => res.json({ incident: incident }))
        .catch(function (err) {
          if (err.status === 404) {
            return res.status(404).json({ error: err.message });
          }
          if (err.beaconStatus !== undefined) {
            return res.status(502).json({ error: err.message });
          }
          next(err);
        });
    }
  );

  app.delete('/api/incidents/:issueKey', addon.checkValidToken(), sameIssue, function (req, res, next) {
    incidents.unlink(addon, req.context.clientKey, req.params.issueKey).then(function () {
      res.sendStatus(204);
    }, next);
  });
};

function suggested(priority) {
  switch (priority && priority.name) {
    case 'Highest':
      return 'critical';
    case 'High':
      return 'major';
    default:
      return 'minor';
  }
}
