// What Atlassian's validator lets through although the app would not work, or would change for customers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.mjs';

const table = (name) => JSON.parse(readFileSync(join(root, 'crates/migrate/catalog', `${name}.json`), 'utf8'));
const events = new Map(table('forge-events').map((row) => [row.event, row]));
const forgeModules = new Map(table('forge-modules').map((row) => [row.key, row]));

const entriesOf = (section) =>
  Object.entries(section ?? {}).flatMap(([kind, list]) => [list ?? []].flat().map((entry) => ({ kind, entry })));
const scopesOf = (manifest) => {
  const scopes = manifest.permissions?.scopes ?? [];
  return Array.isArray(scopes) ? scopes : Object.keys(scopes);
};
const resourcePath = (app, key) => app.manifest.resources?.find((resource) => resource.key === key)?.path;

/** Every value below a value, with the name it stands under. */
function* values(value, name = '') {
  yield [name, value];
  if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) yield* values(inner, Array.isArray(value) ? name : key);
  }
}

/** Names that a source file exports. */
function exportsOf(source) {
  const plain = [...source.matchAll(/export\s+(?:async\s+)?(?:const|let|function\*?|class)\s+([\w$]+)/g)].map((m) => m[1]);
  const lists = [...source.matchAll(/export\s*\{([^}]*)\}/g)].flatMap((m) => m[1].split(','));
  return new Set([...plain, ...lists.map((name) => name.trim().split(/\s+as\s+/).pop())]);
}

/**
 * The rules, each with a name for a test. An app is `{manifest, text, file}`: the parsed manifest, its text, and
 * a function that gives the text of another file. A rule gives what is wrong.
 */
export const rules = {
  'no section and no list of modules is empty': ({ manifest }) =>
    ['modules', 'connectModules'].flatMap((section) => {
      if (!(section in manifest)) return [];
      const lists = Object.entries(manifest[section] ?? {});
      if (lists.length === 0) return [`${section} is empty`];
      return lists.filter(([, list]) => [list ?? []].flat().length === 0).map(([kind]) => `${section} ${kind} is empty`);
    }),

  'every event is one that Forge sends': ({ manifest }) =>
    (manifest.modules?.trigger ?? []).flatMap((trigger) =>
      (trigger.events ?? []).filter((event) => !events.has(event)).map((event) => `${event} is unknown`)),

  'the scopes of every event are asked for': ({ manifest }) => {
    const asked = new Set(scopesOf(manifest));
    return (manifest.modules?.trigger ?? []).flatMap((trigger) =>
      (trigger.events ?? []).flatMap((event) => events.get(event)?.scopes ?? [])
        .filter((scope) => !asked.has(scope)).map((scope) => `${trigger.key} needs ${scope}`));
  },

  'no module is deprecated': ({ manifest }) =>
    Object.keys(manifest.modules ?? {}).filter((kind) => forgeModules.get(kind)?.maturity === 'deprecated'),

  'the runtime is one that can be deployed': ({ manifest }) =>
    manifest.app.runtime?.name === 'nodejs24.x' ? [] : [`${manifest.app.runtime?.name}`],

  'no tag of a template stands in the manifest': ({ text }) => text.match(/\{\{.*?\}\}|\{%.*?%\}|<%.*?%>/g) ?? [],

  'every variable is declared': ({ manifest, text }) => {
    const declared = new Set((manifest.environment?.variables ?? []).map((one) => one.key ?? one));
    return [...text.matchAll(/\$\{(\w+)\}/g)].map((m) => m[1]).filter((name) => !declared.has(name));
  },

  'a remote is reached by https': ({ manifest }) =>
    (manifest.remotes ?? []).flatMap(({ baseUrl }) => (typeof baseUrl === 'string' ? [baseUrl] : Object.values(baseUrl)))
      .filter((url) => !url.startsWith('https://') && !url.startsWith('${')),

  'display conditions stand only where they do something': ({ manifest }) =>
    entriesOf(manifest.modules).filter(({ entry }) => entry.displayConditions !== undefined)
      .filter(({ kind }) => forgeModules.get(kind)?.display_conditions === 'none').map(({ kind, entry }) => `${kind} ${entry.key}`),

  'no two entries share a key': ({ manifest }) => {
    const all = [...entriesOf(manifest.modules), ...entriesOf(manifest.connectModules)].map(({ entry }) => entry.key);
    const resources = (manifest.resources ?? []).map(({ key }) => key);
    return [all, resources].flatMap((keys) => keys.filter((key, index) => key === undefined || keys.indexOf(key) !== index));
  },

  'everything that is named is there': ({ manifest }) => {
    const keys = (list) => new Set((list ?? []).map(({ key }) => key));
    const there = {
      resource: keys(manifest.resources), function: keys(manifest.modules?.function),
      endpoint: keys(manifest.modules?.endpoint), remote: keys(manifest.remotes),
    };
    const used = [...values(manifest.modules), ...values(manifest.app.connect ?? {})];
    return used.filter(([name, value]) => name in there && typeof value === 'string' && !there[name].has(value))
      .map(([name, value]) => `${name} ${value} is not declared`);
  },

  'every icon of a resource is a file': (app) =>
    [...values(app.manifest.modules)].map(([, value]) => value).filter((value) => typeof value === 'string')
      .flatMap((value) => [...value.matchAll(/^resource:([^;]+);(.+)$/g)])
      .filter(([, key, file]) => app.file(`${resourcePath(app, key)}/${file}`) === undefined).map(([whole]) => whole),

  'every resource has a page': (app) =>
    (app.manifest.resources ?? []).filter(({ path }) => !app.file(`${path}/index.html`)?.includes('<')).map(({ path }) => path),

  'every handler is exported': (app) =>
    (app.manifest.modules?.function ?? []).filter(({ handler }) => {
      const [file, name] = handler.split('.');
      const source = app.file(`src/${file}.js`) ?? app.file(`src/${file}.ts`) ?? '';
      return !exportsOf(source).has(name);
    }).map(({ handler }) => handler),

  'package.json is JSON and pins what the code imports': (app) => {
    const text = app.file('package.json');
    if (text === undefined) return app.manifest.modules?.function ? ['there is none'] : [];
    const { dependencies = {} } = JSON.parse(text);
    const sources = app.files.filter((path) => /^src\/.*\.js$/.test(path)).map(app.file).join('\n');
    const imported = [...sources.matchAll(/from '(@?[^'./][^']*)'/g)].map((m) => m[1].split('/').slice(0, m[1][0] === '@' ? 2 : 1).join('/'));
    return [...new Set(imported)].filter((name) => !(name in dependencies)).map((name) => `${name} is imported`);
  },

  'nothing says that no end-user data leaves': ({ manifest }) =>
    [...values(manifest)].filter(([name, value]) => name === 'inScopeEUD' && value === false).map(() => 'inScopeEUD: false'),

  'the limits of the platform hold': ({ manifest, text }) => {
    const wrong = [];
    if (text.length > 200 * 1024) wrong.push(`${text.length} bytes`);
    if ((manifest.resources ?? []).length > 50) wrong.push(`${manifest.resources.length} resources`);
    if (scopesOf(manifest).length > 50) wrong.push(`${scopesOf(manifest).length} scopes`);
    return wrong;
  },
};

/** What is wrong with an app, by rule. */
export function problems(app) {
  return Object.entries(rules).flatMap(([rule, wrong]) => wrong(app).map((what) => `${rule}: ${what}`));
}
