// The published schemas, from packages that carry them.
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** A function that gives the faults of a value. */
function validator(ajv, schema) {
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`));
}

// The published patterns were not written for the stricter syntax of the flag `u`.
const options = { strict: false, allErrors: true, unicodeRegExp: false };
const draft04 = new AjvDraft04(options);
addFormats(draft04);
const draft07 = new Ajv(options);
addFormats(draft07);
// ajv-formats knows the formats of draft 7 only; this one is an address that may hold any character.
for (const format of ['iri-reference', 'idn-email']) draft07.addFormat(format, /^\S*$/);

/** OASIS' schema of SARIF 2.1.0, as @microsoft/jest-sarif carries it. */
export const sarif = validator(
  draft04,
  json(join(dirname(require.resolve('@microsoft/jest-sarif/package.json')), 'lib/schemas/sarif-2.1.0-rtm.5.json')),
);

const folder = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
for (const part of ['jsf-0.82', 'spdx']) {
  draft07.addSchema(json(join(folder, `${part}.SNAPSHOT.schema.json`)), `http://cyclonedx.org/schema/${part}.SNAPSHOT.schema.json`);
}
/** CycloneDX' schema of 1.6. */
export const cyclonedx = validator(draft07, json(join(folder, 'bom-1.6.SNAPSHOT.schema.json')));

/** Our own schema, as the program prints it. */
export const ours = (schema) => validator(new Ajv2020({ ...options, allowUnionTypes: true }), schema);
