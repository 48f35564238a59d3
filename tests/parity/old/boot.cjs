'use strict';

// Runs a sample as it is, in a process of its own, with three doors of its surroundings in our hands: the clock, the
// schedule, and Atlassian's server that gives out tokens for acting as a user. Nothing of the app is replaced.
const diagnostics = require('node:diagnostics_channel');
const Module = require('node:module');
const path = require('node:path');
const { frozen } = require('../host/clock.cjs');

const folder = process.argv[2];

/** Requests that the app makes and that are not answered yet. */
let asking = 0;
diagnostics.subscribe('http.client.request.start', ({ request }) => {
  asking += 1;
  request.once('close', () => (asking -= 1));
});
const turn = () => new Promise((done) => setTimeout(() => setImmediate(done), 1));

globalThis.Date = frozen(Date);

const jobs = [];
const load = Module._load;
Module._load = function (name, ...rest) {
  const loaded = load.call(this, name, ...rest);
  if (name !== 'node-cron') return loaded;
  return Object.assign(Object.create(loaded), {
    schedule(pattern, run) {
      jobs.push(run);
      return { start() {}, stop() {} };
    },
  });
};
const HOUR = 60 * 60 * 1000;
const setIntervalOfNode = globalThis.setInterval;
globalThis.setInterval = (run, every, ...rest) => {
  if (every < HOUR / 60) return setIntervalOfNode(run, every, ...rest);
  jobs.push(run);
  return { unref() {}, ref() {} };
};

// The framework looks for its two JSON files in the working directory.
process.chdir(folder);
const required = Module.createRequire(path.join(folder, 'package.json'));
required('atlassian-oauth2').getAccessToken = async ({ userAccountId }) => ({
  access_token: `user:${userAccountId}`,
  expires_in: 900,
});

const { app, addon, server } = required(path.join(folder, required('./package.json').main));
if (!process.env.PARITY_LOUD) {
  for (const level of ['info', 'warn', 'error']) {
    addon.logger[level] = () => {};
    console[level] = () => {};
  }
}

/** What the app stores for each tenant, whatever its adapter. */
const stored = new Map();
const tenant = (clientKey) => stored.get(clientKey) ?? stored.set(clientKey, {}).get(clientKey);
const { settings } = addon;
const set = settings.set.bind(settings);
settings.set = async (key, value, clientKey) => {
  const result = await set(key, value, clientKey);
  tenant(clientKey)[key] = JSON.parse(JSON.stringify(value));
  return result;
};
const del = settings.del.bind(settings);
settings.del = async (...names) => {
  const result = await del(...names);
  if (names.length < 2) stored.delete(names[0]);
  else delete tenant(names[1])[names[0]];
  return result;
};

/** What the store refuses; what tells who calls is always there. */
let refused = [];
for (const name of ['get', 'set', 'del']) {
  const work = settings[name].bind(settings);
  settings[name] = (...values) => {
    const own = values[0] === 'clientInfo' || String(values[0]).startsWith('bearer:');
    return refused.includes(name) && !own ? Promise.reject(new Error('The store is down')) : work(...values);
  };
}

const COMMANDS = {
  break: ({ how }) => {
    refused = how === 'broken' ? ['get', 'set', 'del'] : ['set', 'del'];
  },
  stored: ({ clientKey }) => tenant(clientKey),
  /** A site that installed the app and did nothing yet, or one with the values that are given. */
  async reset({ clientKey, values }) {
    refused = [];
    for (const key of Object.keys(tenant(clientKey))) if (key !== 'clientInfo') await settings.del(key, clientKey);
    for (const [key, value] of Object.entries(values)) await settings.set(key, value, clientKey);
  },
  /** Waits until the app has done what it does after an answer. */
  async idle() {
    for (let quiet = 0; quiet < 5; quiet = asking === 0 ? quiet + 1 : 0) await turn();
  },
  async schedule() {
    for (const run of jobs) await run();
    return jobs.length;
  },
};

process.on('message', async ({ id, command, ...rest }) => {
  try {
    process.send({ id, value: await COMMANDS[command](rest) });
  } catch (error) {
    process.send({ id, error: error.stack });
  }
});

// Renders a view for the new side, as the old app would: a page of the old app is compared with the new app's view
// model through the template that both have.
setImmediate(() => {
  app.post('/__parity/render', addon.authenticate(true), (req, res) => res.render(req.body.view, req.body.model));
});

const ready = () => process.send({ ready: true });
if (server.listening) ready();
else server.once('listening', ready);
process.once('disconnect', () => process.exit());
