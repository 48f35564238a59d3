'use strict';

const tenantConfig = require('../lib/tenant-config');

/** Lets a request through when its tenant is connected to a status page. */
module.exports = function requireConnection(addon) {
  return function (req, res, next) {
    tenantConfig
      .load(addon, req.context.clientKey)
      .then(function (config) {
        if (!tenantConfig.isComplete(config)) {
          res.status(409).json({ error: 'Incident Desk is not connected yet. Ask an administrator.' });
          return;
        }
        req.tenantConfig = config;
        next();
      })
      .catch(next);
  };
};
