'use strict';

const jiraClient = require('../lib/jira-client');
const notifier = require('../lib/notifier');
const { computePulse } = require('../lib/score');
const tenantSettings = require('../lib/tenant-settings');

module.exports = function webhooks(app, addon) {
  // Both events of the descriptor arrive here.
  app.post('/webhooks/issue', addon.authenticate(), async (req, res, next) => {
    const { issue, webhookEvent } = req.body;
    if (!issue || !issue.key) {
      return res.status(400).json({ message: 'No issue in the payload.' });
    }

    try {
      const { clientKey, hostBaseUrl } = req.context;
      const settings = await tenantSettings.load(addon, clientKey);
      const now = Date.now();
      const pulse = computePulse(issue, { now, staleAfterDays: settings.staleAfterDays });

      await jiraClient(addon, clientKey).setPulse(issue.key, {
        ...pulse,
        event: webhookEvent,
        computed: new Date(now).toISOString(),
      });

      if (settings.notify && pulse.score < settings.alertBelow) {
        // The chat may be down; the property is written all the same.
        await notifier
          .notifyStalled({ channel: settings.channel, hostBaseUrl, issue, pulse })
          .catch((err) => addon.logger.warn(`Hook failed for ${issue.key}: ${err.message}`));
      }
      return res.status(204).end();
    } catch (err) {
      return next(err);
    }
  });
};
