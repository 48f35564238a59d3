// The tables of the catalog as they are compiled into the program.

import { readFileSync } from 'node:fs';

const folder = new URL('../../crates/migrate/catalog/', import.meta.url);
const text = (name) => readFileSync(new URL(name, folder), 'utf8');
const json = (name) => JSON.parse(text(name));

/** Every table, by name. */
export function load() {
  return {
    conditions: json('conditions.json'),
    descriptor: json('descriptor.json'),
    events: json('events.json'),
    forgeEvents: json('forge-events.json'),
    forgeModules: json('forge-modules.json'),
    forgeScopes: json('forge-scopes.json'),
    lifecycle: json('lifecycle.json'),
    limits: json('limits.json'),
    locations: json('locations.json'),
    modules: json('modules.json'),
    nameRules: json('name-rules.json'),
    rest: text('rest.tsv')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .map(([, method, path, classic, granular]) => ({
        method,
        path,
        classic: classic.split(' ').filter(Boolean),
        granular: granular.split(' ').filter(Boolean),
      })),
    scopes: json('scopes.json'),
    sources: json('sources.json'),
  };
}

/** The version of `@forge/manifest` that the program says it was checked against. */
export function manifestSchema() {
  const source = readFileSync(new URL('../src/catalog/mod.rs', folder), 'utf8');
  return /fn manifest_schema\(\)[^{]*\{\s*"([^"]+)"/.exec(source)?.[1];
}
