// Holds the tables of the catalog against the platform. Every problem is one sentence that names the row.

const same = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** All that the tables claim and the platform does not have. */
export function check(tables, platform) {
  return [
    ...forgeModules(tables, platform),
    ...modules(tables, platform),
    ...connectProperties(tables, platform),
    ...locations(tables, platform),
    ...conditions(tables, platform),
    ...events(tables, platform),
    ...scopes(tables, platform),
    ...lifecycle(tables, platform),
    ...descriptor(tables, platform),
    ...nameRules(tables, platform),
    ...limits(tables, platform),
  ];
}

function* forgeModules(tables, platform) {
  for (const row of tables.forgeModules) {
    const real = platform.modules.get(row.key);
    const say = (what) => `forge-modules: ${row.key} ${what}`;
    if (!real) {
      yield say('does not exist');
      continue;
    }
    if (!same(row.required, real.required)) yield say(`requires ${real.required}, not ${row.required}`);
    const oneOf = (row.one_of ?? []).map((names) => names.join());
    if (!same(oneOf, real.oneOf)) yield say(`requires one of ${real.oneOf.join(' | ')}, not ${oneOf.join(' | ')}`);
    if (!same(row.properties, real.properties)) {
      const missing = real.properties.filter((name) => !row.properties.includes(name));
      const invented = row.properties.filter((name) => !real.properties.includes(name));
      yield say(`has other properties: missing ${missing}, invented ${invented}`);
    }
    for (const name of row.documented_properties ?? []) {
      if (real.properties.includes(name)) yield say(`has ${name} in its schema by now: move it to properties`);
      if (real.closed || real.forbids(name)) yield say(`refuses ${name}, whatever a page says`);
    }
    if (row.unlicensed_access.length && real.forbids('unlicensedAccess')) yield say('forbids unlicensedAccess');
    const property = real.properties.includes('displayConditions') ? 'present-not-validated' : 'none';
    const set = platform.conditionSet(row.key) ?? property;
    if (row.display_conditions !== set) yield say(`has display conditions ${set}, not ${row.display_conditions}`);
  }
}

/** Whether an entry may have a property: in the schema, or on a page that the catalog names. */
function hasProperty(tables, platform, key, path) {
  const row = tables.forgeModules.find((each) => each.key === key);
  return Boolean(platform.modules.get(key)?.has(path) || row?.documented_properties?.includes(path));
}

function* modules(tables, platform) {
  for (const row of tables.modules) {
    const say = (what) => `modules: ${row.id} ${what}`;
    if (row.connect_modules && !platform.connectModules.has(row.connect_modules)) {
      yield say(`is no connectModules key ${row.connect_modules}`);
    }
    if (!row.connect_modules && platform.connectModules.has(row.id)) yield say('may stay in connectModules');
    for (const target of row.targets) {
      if (!platform.modules.has(target.forge)) yield say(`names ${target.forge}, which does not exist`);
      const names = [...(target.set ?? []).map((setting) => setting.property), ...(target.invent ?? [])];
      for (const name of names) {
        if (!hasProperty(tables, platform, target.forge, name)) yield say(`writes ${name} into ${target.forge}`);
      }
    }
    for (const property of row.properties) {
      if (!property.forge) continue;
      if (property.forge.startsWith('manifest:')) {
        const path = property.forge.slice('manifest:'.length);
        if (!platform.hasManifestPath(path)) yield say(`writes ${path} into the manifest`);
        continue;
      }
      for (const key of property.only ?? row.targets.map((target) => target.forge)) {
        if (!hasProperty(tables, platform, key, property.forge)) yield say(`writes ${property.forge} into ${key}`);
      }
    }
  }
}

// In the descriptor these stand outside of `modules` and have no key; only connectModules asks for one.
const KEYLESS = ['lifecycle', 'translations', 'cloudAppMigration'];

function* connectProperties(tables, platform) {
  for (const row of tables.modules) {
    const say = (what) => `modules: ${row.id} ${what}`;
    const real = platform.connectModules.get(row.connect_modules);
    if (!real) continue;
    const said = row.properties.map((property) => property.connect).filter((path) => !path.startsWith('('));
    for (const property of row.properties.filter(({ connect }) => said.includes(connect))) {
      const there = real.has(property.connect);
      if (!there && !property.documented_only) yield say(`has no property ${property.connect}`);
      if (there && property.documented_only) yield say(`has ${property.connect} in its schema by now`);
    }
    for (const name of real.properties) {
      const silent = !said.some((path) => path.split('.')[0] === name);
      if (silent && !(name === 'key' && KEYLESS.includes(row.connect))) yield say(`does not say what becomes of ${name}`);
    }
  }
}

function* locations(tables, platform) {
  for (const row of tables.locations) {
    for (const key of [row.forge, row.alternative]) {
      if (key && !platform.modules.has(key)) yield `locations: ${row.location} leads to ${key}, which does not exist`;
    }
  }
}

function* conditions(tables, platform) {
  for (const row of tables.conditions) {
    const say = (what) => `conditions: ${row.product} ${row.connect} ${what}`;
    const own = platform.conditionSets.filter((set) => (set === 'confluence') === (row.product === 'confluence'));
    const having = own.filter((set) => row.forge.every((name) => platform.conditions(set).has(name)));
    for (const name of row.forge) {
      if (!own.some((set) => platform.conditions(set).has(name))) yield say(`becomes ${name}, which does not exist`);
    }
    if (row.forge.length && !same(row.sets, having)) yield say(`works in ${having}, not ${row.sets}`);
    for (const choice of row.choices ?? []) {
      if (!row.forge.includes(choice.forge)) yield say(`chooses ${choice.forge}, which it does not name`);
    }
  }
}

function* events(tables, platform) {
  const known = new Set(tables.forgeEvents.map((row) => row.event));
  const pages = new Set(tables.sources.map((row) => row.id));
  for (const row of tables.forgeEvents) {
    const say = (what) => `forge-events: ${row.event} ${what}`;
    const real = platform.events.get(row.event);
    if (row.documented_only) {
      if (real) yield say('is in the mapping by now: take its scopes from there');
      if (!pages.has(row.page)) yield say('is documented only, without a page');
    } else if (!real) {
      yield say('does not exist');
    } else if (!same(row.scopes, real.scopes) || !same(row.granular, real.granular)) {
      yield say(`needs ${real.scopes} or ${real.granular}`);
    }
  }
  for (const row of tables.events) {
    for (const name of row.forge) {
      if (!known.has(name)) yield `events: ${row.connect} becomes ${name}, which forge-events does not have`;
    }
  }
}

function* scopes(tables, platform) {
  const named = (scope, where) => (platform.scopes.has(scope) ? [] : [`${where} names the scope ${scope}, which does not exist`]);
  for (const row of tables.forgeScopes) yield* named(row.scope, 'forge-scopes');
  for (const row of tables.forgeEvents) {
    for (const scope of [...row.scopes, ...row.granular]) yield* named(scope, `forge-events: ${row.event}`);
  }
  for (const row of tables.scopes) {
    const lists = [row.jira, row.confluence, row.jira_granular, row.confluence_granular, row.covers];
    const all = [row.on_forge_jira, row.on_forge_confluence, ...lists.flat()];
    for (const scope of all) if (scope) yield* named(scope, `scopes: ${row.connect}`);
  }
  for (const row of tables.rest) {
    for (const scope of [...row.classic, ...row.granular]) yield* named(scope, `rest: ${row.method} ${row.path}`);
  }
}

function* lifecycle(tables, platform) {
  const known = new Set(tables.forgeEvents.map((row) => row.event));
  for (const row of tables.lifecycle) {
    if (row.forge && !platform.modules.has(row.forge)) yield `lifecycle: ${row.event} becomes ${row.forge}`;
    for (const name of row.events) if (!known.has(name)) yield `lifecycle: ${row.event} listens to ${name}`;
  }
}

function* descriptor(tables, platform) {
  for (const row of tables.descriptor) {
    if (!row.forge) continue;
    const [root, key, ...rest] = row.forge.split('.');
    const there =
      root === 'modules' && key
        ? platform.modules.has(key) && (!rest.length || platform.modules.get(key).has(rest.join('.')))
        : platform.hasManifestPath(row.forge);
    if (!there) yield `descriptor: ${row.connect} becomes ${row.forge}, which does not exist`;
  }
}

// Where the schema has the rule of a name; other rules stand in validators and on pages.
const NAMED_AT = {
  'app.connect.key': 'app.connect.key',
  'remote.key': 'remotes.key',
  'resource.key': 'resources.key',
  'module.key': 'modules.trigger.key',
  route: 'modules.confluence:globalPage.route',
  'macro.parameter': 'modules.macro.config.parameters.identifier',
  'environment.variable': 'environment.variables.key',
  title: 'modules.jira:adminPage.title',
};

function* nameRules(tables, platform) {
  for (const row of tables.nameRules) {
    const path = NAMED_AT[row.name];
    if (!path) continue;
    const forms = platform.nodes(path).filter((form) => form.type === 'string' && form.maxLength !== 300);
    if (!forms.length) yield `name-rules: nothing stands at ${path}`;
    for (const form of forms) {
      const pattern = `^${row.first ? `[${row.first}]` : ''}[${row.chars}]${row.first ? '*' : '+'}$`;
      const plain = form.pattern?.replaceAll('\\', '');
      if (row.chars !== '*' && plain !== pattern) yield `name-rules: ${row.name} is ${form.pattern}, not ${pattern}`;
      if (form.maxLength && form.maxLength !== row.max) yield `name-rules: ${row.name} has at most ${form.maxLength}`;
    }
  }
}

// Limits that the schema states itself.
const LIMITED_AT = {
  'manifest.description': ['app.description', 'maxLength'],
  'manifest.icon': ['modules.jira:adminPage.icon', 'maxLength'],
  'macro.description': ['modules.macro.description', 'maxLength'],
  'macro.matcher': ['modules.macro.autoConvert.matchers.pattern', 'maxLength'],
  'jira.field-name': ['modules.jira:customField.name', 'maxLength'],
  'function.seconds.max': ['modules.function.timeoutSeconds', 'maximum'],
  'web-trigger.body': ['modules.webtrigger.response.outputs.body', 'maxLength'],
  'connect-to-forge.guide-url': ['modules.connectToForgeMigration.migrationGuideUrl', 'maxLength'],
};

function* limits(tables, platform) {
  for (const [id, [path, word]] of Object.entries(LIMITED_AT)) {
    const row = tables.limits.find((each) => each.id === id);
    const stated = platform.nodes(path).flatMap((form) => form[word] ?? []);
    if (!stated.includes(row?.value)) yield `limits: ${id} is ${stated}, not ${row?.value}`;
  }
}

/** What the platform has and the catalog never names: how a new release is noticed. */
export function unmentioned(tables, platform) {
  const known = new Set(tables.forgeModules.map((row) => row.key));
  const carried = new Set(tables.modules.map((row) => row.connect_modules));
  const heard = new Set(tables.forgeEvents.map((row) => row.event));
  return {
    modules: [...platform.modules.keys()].filter((key) => !known.has(key)),
    connectModules: [...platform.connectModules.keys()].filter((key) => !carried.has(key)),
    events: [...platform.events.keys()].filter((event) => !heard.has(event)),
  };
}
