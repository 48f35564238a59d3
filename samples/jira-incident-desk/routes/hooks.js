'use strict';

const beacon = require('../lib/beacon');
const incidents = require('../lib/incidents');
const tenantConfig = require('../lib/tenant-config');
const asyncHandler = require('../middleware/async-handler');

module.exports = function (app, addon) {
  // Called by the status page, which knows nothing of Jira's tokens.
  app.post(
    '/hooks/beacon/:clientKey',
    asyncHandler(async (req, res) => {
      const { clientKey } = req.params;
      const config = await tenantConfig.load(addon, clientKey);
      if (!beacon.isSigned(req.rawBody || '', req.headers['x-beacon-signature'], config.hookSecret)) {
        return res.status(401).json({ error: 'Bad signature' });
      }
      const { reference, state, message } = req.body.incident || {};
      if (!reference || !state) {
        return res.status(400).json({ error: 'No incident in the body' });
      }
      const changed = await incidents.applyState(addon, clientKey, reference, state, message);
      res.status(changed ? 200 : 202).json({ changed: changed });
    })
  );
};
