'use strict';

const beacon = require('../lib/beacon');
const incidents = require('../lib/incidents');
const tenantConfig = require('../lib/tenant-config');

module.exports = function (app, addon) {
  const isAdmin = addon.authorizeJira({ global: ['ADMINISTER'] });

  app.get('/admin', [addon.authenticate(), isAdmin], async (req, res, next) => {
    try {
      const { clientKey } = req.context;
      const config = await tenantConfig.load(addon, clientKey);
      const index = await incidents.loadIndex(addon, clientKey);
      const lastSync = await addon.settings.get('last-sync', clientKey);
      res.render('admin', {
        config: tenantConfig.masked(config),
        openCount: Object.keys(index).length,
        lastSync: lastSync,
      });
    } catch (err) {
      next(err);
    }
  });

  app.get('/admin/config', [addon.checkValidToken(), isAdmin], (req, res, next) => {
    tenantConfig
      .load(addon, req.context.clientKey)
      .then((config) => res.json(tenantConfig.masked(config)))
      .catch(next);
  });

  app.post('/admin/config', [addon.checkValidToken(), isAdmin], async (req, res, next) => {
    try {
      const current = await tenantConfig.load(addon, req.context.clientKey);
      const config = tenantConfig.merge(current, req.body);
      const problems = tenantConfig.problems(config);
      if (problems.length) {
        res.status(422).json({ problems: problems });
        return;
      }
      const saved = await tenantConfig.save(addon, req.context.clientKey, config);
      res.json(tenantConfig.masked(saved));
    } catch (err) {
      next(err);
    }
  });

  // "Test the connection": asks the status page with what the form holds.
  app.post('/admin/test', [addon.checkValidToken(), isAdmin], (req, res, next) => {
    tenantConfig.load(addon, req.context.clientKey).then((current) => {
      const config = tenantConfig.merge(current, req.body);
      return beacon
        .connect(config)
        .account()
        .then((account) => res.json({ ok: true, account: account.name }))
        .catch((err) => {
          if (err.beaconStatus === 401) {
            return res.json({ ok: false, reason: 'The token was refused.' });
          }
          return res.status(502).json({ ok: false, reason: err.message });
        });
    }).catch(next);
  });
};
