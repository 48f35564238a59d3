// The files of an app in a folder, as values that can be compared.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';

/** Every file below a folder, by path with `/`; the journal of `apply` is left out. */
export function filesOf(folder) {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = all.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'));
  return new Map(paths.filter((path) => !path.startsWith('.forgeshift/')).sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** A folder as an app: the parsed manifest, its text, its files. */
export function appIn(folder) {
  const files = filesOf(folder);
  const text = files.get('manifest.yml');
  return { out: folder, text, manifest: parse(text), files: [...files.keys()], file: (path) => files.get(path) };
}

/** A value whose order of names and of entries with keys does not count. */
export function unordered(value) {
  if (Array.isArray(value)) {
    const items = value.map(unordered);
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, unordered(inner)]));
}
