// What a descriptor declares, counted by plain JSON alone: the tests' own reader, which shares nothing with ours.

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Everything that must be accounted for, as `kind key-or-event`. */
export function declared(descriptor) {
  const found = [];
  for (const [kind, value] of Object.entries(isObject(descriptor.modules) ? descriptor.modules : {})) {
    for (const item of [value].flat().filter(isObject)) {
      found.push(kind === 'webhooks' ? `webhook ${item.event ?? ''}` : `${kind} ${item.key ?? ''}`);
    }
  }
  for (const [name, url] of Object.entries(isObject(descriptor.lifecycle) ? descriptor.lifecycle : {})) {
    if (typeof url === 'string') found.push(`lifecycle ${name}`);
  }
  for (const kind of ['translations', 'cloudAppMigration']) {
    if (isObject(descriptor[kind])) found.push(`${kind} ${descriptor[kind].key ?? ''}`);
  }
  return found.sort();
}


/** The same names for what a plan accounts for. */
export function accounted(outcomes) {
  return outcomes.map(name).sort();
}

function name(outcome) {
  if ('connect' in outcome) return `${outcome.connect} ${outcome.key ?? ''}`;
  // A webhook may have a key of its own, a lifecycle entry has none.
  return 'key' in outcome ? `webhook ${outcome.event ?? ''}` : `lifecycle ${outcome.event}`;
}

/** Whether a manifest has the entry that an outcome names. */
export function holds(manifest, { kind, key }) {
  const section = kind.startsWith('connectModules ') ? manifest.connectModules : manifest.modules;
  const list = kind === 'resources' ? manifest.resources : section?.[kind.replace('connectModules ', '')];
  return [list ?? []].flat().some((entry) => entry?.key === key);
}

/** written, kept as a Connect module, or lost. */
export function fate({ written, lost }) {
  if (lost !== null) return 'lost';
  return written.every(({ kind }) => kind.startsWith('connectModules ')) ? 'kept' : 'written';
}
