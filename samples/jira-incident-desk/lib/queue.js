'use strict';

/**
 * Work that must not keep Jira waiting for its answer. One job at a time, in
 * the order they came; a job that fails is tried once more.
 */
function createQueue(worker, onError) {
  const jobs = [];
  let running = false;
  let idle = [];

  function next() {
    const job = jobs.shift();
    if (!job) {
      running = false;
      idle.splice(0).forEach((done) => done());
      return;
    }
    running = true;
    Promise.resolve()
      .then(() => worker(job.data))
      .catch((err) => {
        if (job.attempts < 1) {
          jobs.push({ data: job.data, attempts: job.attempts + 1 });
        } else {
          onError(err, job.data);
        }
      })
      .then(next);
  }

  return {
    push(data) {
      jobs.push({ data: data, attempts: 0 });
      if (!running) {
        running = true;
        setImmediate(next);
      }
    },

    /** For tests: when all that was pushed is done. */
    drained() {
      return running ? new Promise((done) => idle.push(done)) : Promise.resolve();
    },
  };
}

module.exports = createQueue;
