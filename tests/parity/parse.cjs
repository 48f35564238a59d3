'use strict';

// What `node --check` does, for many files in one process: prints those that Node cannot read, and why.
const { readFileSync } = require('node:fs');
const vm = require('node:vm');

/** Why neither a script nor a module can be made of the text; nothing where one can. */
function refusal(text) {
  try {
    new vm.Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`);
    return undefined;
  } catch {
    try {
      new vm.SourceTextModule(text);
      return undefined;
    } catch (error) {
      return error.message;
    }
  }
}

const files = process.argv.slice(2);
const refused = files.map((file) => [file, refusal(readFileSync(file, 'utf8'))]).filter(([, why]) => why);
process.stdout.write(JSON.stringify(refused));
