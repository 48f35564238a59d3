module.exports = async function clean(addon) {
  for (const tenant of await addon.settings.getAllClientInfos()) {
    await addon.settings.del('cache', tenant.clientKey);
  }
};
