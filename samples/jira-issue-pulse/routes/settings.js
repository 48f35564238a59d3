'use strict';

const express = require('express');
const tenantSettings = require('../lib/tenant-settings');

module.exports = function settingsRouter(addon) {
  const router = express.Router();
  // Jira shows the page to administrators only, but anyone can call the URL.
  const adminOnly = addon.authorizeJira({ global: ['ADMINISTER'] });

  router.get('/', addon.authenticate(), adminOnly, (req, res, next) => {
    tenantSettings
      .load(addon, req.context.clientKey)
      .then((settings) => res.render('settings', { settings }))
      .catch(next);
  });

  router.post('/', addon.checkValidToken(), adminOnly, async (req, res, next) => {
    try {
      const { errors, settings } = tenantSettings.parse(req.body);
      if (Object.keys(errors).length > 0) {
        return res.status(400).json({ errors });
      }
      return res.json({ settings: await tenantSettings.save(addon, req.context.clientKey, settings) });
    } catch (err) {
      return next(err);
    }
  });

  return router;
};
