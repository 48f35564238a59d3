// What the tests are run on: our own descriptors always, the real ones where they are.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './program.mjs';

const corpus = process.env.FORGESHIFT_CORPUS ?? join(root, '../shared/corpus');

function files(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => ending.test(name)).sort().map((name) => join(folder, name));
}

/** Descriptors of our own: the cases and the samples. */
export const ours = [
  ...files(join(root, 'tests/cases/descriptors'), /\.json$/),
  ...files(join(root, 'samples'), /./).map((folder) => join(folder, 'atlassian-connect.json')).filter(existsSync),
];
/** Real descriptors; none where the corpus is not there. */
export const real = files(join(corpus, 'descriptors'), /\.json$/);
/** Real manifests; none where the corpus is not there. */
export const manifests = files(join(corpus, 'manifests'), /\.(yml|dhall)$/);

/** A name for people: the file, with its folder where the file's name says nothing. */
export function name(path) {
  const file = basename(path);
  return file === 'atlassian-connect.json' ? `${basename(join(path, '..'))}/${file}` : file;
}

/** Why a test does not run, in words that count what was left out; false where it runs. */
export function missing(list, what) {
  return list.length === 0 && `0 ${what} looked at: ${corpus} is not there`;
}

/** A descriptor as plain JSON; nothing where it is a template, has comments or is broken. */
export function strict(path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
    return value && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
