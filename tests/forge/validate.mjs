// Atlassian's own validator over a folder that holds a manifest.yml.
//
// Loading the package costs about three seconds once a process, each folder after that some milliseconds: keep
// many folders in one process.

import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(import.meta.url);

// FULL looks at everything but the scopes of events, PRODUCT_TRIGGER at those alone. Neither knows an event name.
const PASSES = ['FULL', 'PRODUCT_TRIGGER'];

let queue = Promise.resolve();

/**
 * The problems of the app in `dir`, as `{level, line, message}`; an empty list is a valid app.
 *
 * The validator reads from the current directory, so calls wait for one another.
 */
export function validate(dir) {
  const turn = queue.then(() => inside(resolve(dir), run));
  queue = turn.catch(() => {});
  return turn;
}

async function inside(dir, work) {
  const before = process.cwd();
  process.chdir(dir);
  try {
    return await work();
  } finally {
    process.chdir(before);
  }
}

async function run() {
  const { ProcessorBuilder, ValidationTypes } = require('@forge/manifest');
  const problems = new Map();
  for (const pass of PASSES) {
    const { success, errors = [] } = await ProcessorBuilder.instance()
      .withValidation(ValidationTypes[pass])
      .build()
      .process();
    for (const { level, line, message } of errors) problems.set(`${level} ${line} ${message}`, { level, line, message });
    if (!success && errors.length === 0) {
      problems.set(pass, { level: 'error', line: 0, message: `${pass} failed without saying why` });
    }
  }
  return [...problems.values()];
}

/** The problems that stop a deployment. */
export const errorsOf = (problems) => problems.filter((problem) => problem.level === 'error');
