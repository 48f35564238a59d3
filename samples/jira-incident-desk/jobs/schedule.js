'use strict';

const cron = require('node-cron');
const incidents = require('../lib/incidents');

/** Every tenant, one after the other: the status page allows us few calls a minute. */
async function syncAll(addon) {
  const tenants = await addon.settings.getAllClientInfos();
  for (const tenant of tenants) {
    try {
      const { checked, changed } = await incidents.syncTenant(addon, tenant.clientKey);
      addon.logger.info(`Synced ${tenant.clientKey}: ${checked} checked, ${changed} changed`);
    } catch (err) {
      addon.logger.error(`Sync of ${tenant.clientKey} failed: ${err.message}`);
    }
  }
}

function start(addon) {
  cron.schedule('0 * * * *', function () {
    return syncAll(addon);
  });
}

module.exports = { start, syncAll };
