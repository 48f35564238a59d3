"use strict";

// Schedules of the old server. They are noted when the app is loaded; Forge's scheduled triggers run them, for each
// installation by itself and in intervals of its own.

const jobs = [];

const nothing = { start() {}, stop() {}, destroy() {}, cancel() {}, unref: () => nothing, ref: () => nothing };

function note(when, job) {
  if (typeof job === "function") {
    jobs.push({ when: String(when), job });
  }
  return nothing;
}

class CronJob {
  constructor(when, job) {
    const options = when && typeof when === "object" && when.onTick ? when : { cronTime: when, onTick: job };
    note(options.cronTime, options.onTick);
    Object.assign(this, nothing);
  }

  static from(options) {
    return new CronJob(options);
  }
}

/** Runs the jobs that were noted under one of these names; all of them where none has such a name. */
async function run(names) {
  const named = jobs.filter(({ when }) => names.includes(when));
  for (const { job } of named.length > 0 ? named : jobs) {
    await job();
  }
}

module.exports = {
  schedule: note,
  scheduleJob: (...args) => (typeof args[1] === "function" ? note(args[0], args[1]) : note(args[1], args[2])),
  validate: () => true,
  setInterval: (job, every) => note(`every ${every} ms`, job),
  CronJob,
  run,
};
module.exports.default = module.exports;
