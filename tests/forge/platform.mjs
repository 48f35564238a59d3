// What Atlassian's own package knows: modules and their properties, display conditions, events, scopes.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const home = dirname(require.resolve('@forge/manifest'));
const json = (path) => JSON.parse(readFileSync(join(home, path), 'utf8'));

// Written by the platform itself; nobody may write them into a manifest.
const INTERNAL = /__i18n$|^(resolvedResourceEntry|renderRuntimeType|resourceUploadId)$/;
const SETS = {
  '#/definitions/Jira': 'jira-global',
  '#/definitions/ProjectView': 'jira-project-view',
  '#/definitions/IssueView': 'jira-issue-view',
  '#/definitions/Confluence': 'confluence',
};

/** A JSON schema that can be walked without minding references and alternatives. */
class Schema {
  constructor(root) {
    this.root = root;
  }

  /** The node behind any number of references. */
  resolve(node) {
    while (node?.$ref) {
      node = node.$ref.split('/').slice(1).reduce((at, step) => at[step.replaceAll('~1', '/')], this.root);
    }
    return node ?? {};
  }

  /** The node itself and all that it may stand for: alternatives, parts, list items. */
  forms(node) {
    const here = this.resolve(node);
    const inner = ['oneOf', 'anyOf', 'allOf'].flatMap((word) => here[word] ?? []);
    if (here.items) inner.push(here.items);
    return [here, ...inner.flatMap((each) => this.forms(each))];
  }

  /** Whether some form of the node has a property at this dotted path. */
  has(node, path) {
    let nodes = [node];
    for (const step of path.split('.')) {
      nodes = nodes.flatMap((each) => this.forms(each).flatMap((form) => form.properties?.[step] ?? []));
    }
    return nodes.length > 0;
  }

  /** Every complete form of an object: its properties, what it requires and what it forbids. */
  variants(node) {
    const here = this.resolve(node);
    let found = [
      {
        properties: Object.keys(here.properties ?? {}),
        required: here.required ?? [],
        forbidden: here.not?.required ?? [],
        closed: here.additionalProperties === false,
      },
    ];
    const join = (left, right) =>
      left.flatMap((a) =>
        right.map((b) => ({
          properties: [...a.properties, ...b.properties],
          required: [...a.required, ...b.required],
          forbidden: [...a.forbidden, ...b.forbidden],
          closed: a.closed || b.closed,
        })),
      );
    for (const word of ['oneOf', 'anyOf']) {
      if (here[word]) found = join(found, here[word].flatMap((each) => this.variants(each)));
    }
    for (const part of here.allOf ?? []) found = join(found, this.variants(part));
    return found;
  }
}

const sorted = (names) => [...new Set(names)].sort();

function describe(schema, node) {
  const variants = schema.variants(schema.resolve(node).items);
  const required = sorted(variants[0].required).filter((name) => variants.every((v) => v.required.includes(name)));
  const rest = variants.map((v) => sorted(v.required.filter((name) => !required.includes(name))));
  const oneOf = [...new Set(rest.filter((names) => names.length).map((names) => names.join()))];
  return {
    required,
    oneOf: oneOf.length > 1 ? oneOf : [],
    properties: sorted(variants.flatMap((v) => v.properties)).filter((name) => !INTERNAL.test(name)),
    forbids: (name) => variants.every((v) => v.forbidden.includes(name)),
    closed: variants.every((v) => v.closed),
    has: (path) => schema.has(node, path),
  };
}

/** An entry of `connectModules`: the schema has the properties of the Connect module. */
function describeConnect(schema, node) {
  return {
    properties: sorted(schema.forms(node).flatMap((form) => Object.keys(form.properties ?? {}))),
    has: (path) => schema.has(node, path),
  };
}

/** Everything that the checks of the catalog ask for. */
export function load() {
  const manifest = new Schema(json('schema/manifest-schema.json'));
  const conditions = new Schema(json('schema/display-conditions-schema.json'));
  const modules = new Map();
  const connectModules = new Map();
  for (const [key, node] of Object.entries(manifest.resolve(manifest.root.properties.modules).properties)) {
    if (key.startsWith('connect-')) connectModules.set(key.slice('connect-'.length), describeConnect(manifest, node));
    else modules.set(key, describe(manifest, node));
  }
  const sets = new Map();
  const conditionSets = new Map();
  for (const [key, node] of Object.entries(conditions.resolve(conditions.root.properties.modules).properties)) {
    sets.set(key, SETS[node.$ref] ?? node.$ref);
    const names = conditions.forms(node).flatMap((form) => Object.keys(form.properties ?? {}));
    conditionSets.set(sets.get(key), new Set(names));
  }
  const events = new Map(
    json('mapping/product-event-to-scope-mapping.json').mapping.map(({ productEvent, oAuthScopes }) => [
      productEvent,
      { scopes: sorted(oAuthScopes.current ?? []), granular: sorted(oAuthScopes.beta ?? []) },
    ]),
  );
  return {
    version: JSON.parse(readFileSync(join(home, '../package.json'), 'utf8')).version,
    modules,
    connectModules,
    /** The set of display conditions that a module's conditions are held against; undefined: none is. */
    conditionSet: (key) => sets.get(key),
    /** Names of a set. */
    conditions: (set) => conditionSets.get(set) ?? new Set(),
    conditionSets: [...conditionSets.keys()],
    events,
    scopes: new Set(json('scopes/shipyard-scopes.json')),
    /** Whether the manifest has a property at this dotted path outside of its modules. */
    hasManifestPath: (path) => manifest.has(manifest.root, path),
    /** The schema node of a dotted path, for its pattern and lengths. */
    nodes(path) {
      let nodes = [manifest.root];
      for (const step of path.split('.')) {
        nodes = nodes.flatMap((each) => manifest.forms(each).flatMap((form) => form.properties?.[step] ?? []));
      }
      return nodes.flatMap((node) => manifest.forms(node));
    },
  };
}
