'use strict';

const KEY = 'pulse-settings';

const DEFAULTS = Object.freeze({
  staleAfterDays: 7,
  alertBelow: 40,
  notify: false,
  channel: '#issue-pulse',
});

async function load(addon, clientKey) {
  const stored = await addon.settings.get(KEY, clientKey);
  return { ...DEFAULTS, ...stored };
}

function save(addon, clientKey, settings) {
  return addon.settings.set(KEY, settings, clientKey);
}

/** Turns what a form sent into settings, or says what is wrong with it. */
function parse(input) {
  const errors = {};
  const staleAfterDays = Number(input.staleAfterDays);
  const alertBelow = Number(input.alertBelow);
  const channel = String(input.channel || '').trim();

  if (!Number.isInteger(staleAfterDays) || staleAfterDays < 1 || staleAfterDays > 365) {
    errors.staleAfterDays = 'Enter whole days, 1 to 365.';
  }
  if (!Number.isInteger(alertBelow) || alertBelow < 0 || alertBelow > 100) {
    errors.alertBelow = 'Enter a score, 0 to 100.';
  }
  if (!/^#[a-z0-9_-]{1,79}$/.test(channel)) {
    errors.channel = 'A channel starts with # and has no spaces.';
  }

  const notify = input.notify === true || input.notify === 'on';
  return { errors, settings: { staleAfterDays, alertBelow, notify, channel } };
}

module.exports = { load, save, parse };
