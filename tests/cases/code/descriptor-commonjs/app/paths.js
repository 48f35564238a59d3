exports.installed = '/events/installed';
