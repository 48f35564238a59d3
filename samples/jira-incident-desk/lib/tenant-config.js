'use strict';

const _ = require('lodash');

const KEY = 'beacon-config';

const DEFAULTS = {
  pageId: '',
  apiToken: '',
  hookSecret: '',
  notifySubscribers: false,
  openAutomatically: false,
  commentAsUser: true,
};

exports.load = function (addon, clientKey) {
  return addon.settings.get(KEY, clientKey).then((stored) => _.defaults({}, stored, DEFAULTS));
};

exports.save = function (addon, clientKey, config) {
  return addon.settings.set(KEY, config, clientKey);
};

/** A form leaves secrets empty to keep the ones that are stored. */
exports.merge = function (current, input) {
  const next = _.assign({}, current, _.pick(input, ['pageId', 'notifySubscribers', 'openAutomatically', 'commentAsUser']));
  ['apiToken', 'hookSecret'].forEach(function (name) {
    if (input[name]) {
      next[name] = String(input[name]).trim();
    }
  });
  ['notifySubscribers', 'openAutomatically', 'commentAsUser'].forEach(function (name) {
    next[name] = next[name] === true || next[name] === 'true';
  });
  next.pageId = String(next.pageId || '').trim();
  return next;
};

exports.problems = function (config) {
  const problems = [];
  if (!/^[a-z0-9]{6,20}$/.test(config.pageId)) {
    problems.push({ field: 'pageId', message: 'The page id has 6 to 20 letters and digits.' });
  }
  if (!config.apiToken) {
    problems.push({ field: 'apiToken', message: 'An API token is needed.' });
  }
  return problems;
};

/** What a browser may see. */
exports.masked = function (config) {
  return _.assign(_.omit(config, ['apiToken', 'hookSecret']), {
    hasToken: Boolean(config.apiToken),
    hasSecret: Boolean(config.hookSecret),
  });
};

exports.isComplete = (config) => exports.problems(config).length === 0;
