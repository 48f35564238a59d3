// Every Forge name in the catalog exists in Atlassian's own package, or is marked as documented only.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { load as loadCatalog, manifestSchema } from './catalog.mjs';
import { check, unmentioned } from './checker.mjs';
import { load as loadPlatform } from './platform.mjs';

const platform = loadPlatform();
const tables = loadCatalog();

test('the program names the version of the package that it is held against', () => {
  assert.equal(manifestSchema(), platform.version);
});

test('every Forge module, property, event, scope and display condition of the catalog exists', () => {
  assert.deepEqual(check(tables, platform), []);
});

test('what the catalog never mentions', (t) => {
  const { modules, connectModules, events } = unmentioned(tables, platform);
  t.diagnostic(`${modules.length} of ${platform.modules.size} Forge modules: ${modules.join(', ')}`);
  t.diagnostic(`${connectModules.length} of ${platform.connectModules.size} connectModules keys: ${connectModules.join(', ')}`);
  t.diagnostic(`${events.length} of ${platform.events.size} events: ${events.join(', ')}`);
  const documentedOnly = tables.forgeEvents.filter((row) => row.documented_only).map((row) => row.event);
  t.diagnostic(`documented only, ${documentedOnly.length} events: ${documentedOnly.join(', ')}`);
  assert.ok(modules.length < platform.modules.size, 'the catalog mentions something');
});

test('a module, a connectModules key and an event that are new are noticed', () => {
  const newer = {
    ...platform,
    modules: new Map([...platform.modules, ['jira:newPanel', {}]]),
    connectModules: new Map([...platform.connectModules, ['jira:newPanels', {}]]),
    events: new Map([...platform.events, ['avi:jira:invented:issue', {}]]),
  };
  const found = unmentioned(tables, newer);
  assert.ok(found.modules.includes('jira:newPanel'));
  assert.deepEqual(found.connectModules, ['jira:newPanels']);
  assert.deepEqual(found.events, ['avi:jira:invented:issue']);
});

// Each plants one wrong name in a copy of the tables; the check has to name the row.
const row = (list, key, value) => list.find((each) => each[key] === value);
const PLANTED = {
  'a Forge module that does not exist': (t) => (row(t.forgeModules, 'key', 'jira:issuePanel').key = 'jira:isuePanel'),
  'a property that the schema does not have': (t) => row(t.forgeModules, 'key', 'macro').properties.push('colour'),
  'a property of the schema that the table lacks': (t) => row(t.forgeModules, 'key', 'macro').properties.pop(),
  'a required property that is not required': (t) => row(t.forgeModules, 'key', 'trigger').required.push('filter'),
  'alternatives that are none': (t) => row(t.forgeModules, 'key', 'trigger').one_of.push(['filter']),
  'a documented property that the schema has by now': (t) =>
    (row(t.forgeModules, 'key', 'trigger').documented_properties = ['filter']),
  'a documented property that the schema refuses': (t) =>
    (row(t.forgeModules, 'key', 'trigger').documented_properties = ['icon']),
  'unlicensedAccess where it is forbidden': (t) =>
    (row(t.forgeModules, 'key', 'jira:adminPage').unlicensed_access = ['unlicensed']),
  'the wrong set of display conditions': (t) =>
    (row(t.forgeModules, 'key', 'jira:adminPage').display_conditions = 'jira-issue-view'),
  'a target that does not exist': (t) => (row(t.modules, 'id', 'jira:webPanels').targets[0].forge = 'jira:panel'),
  'a mapped property that the target does not have': (t) =>
    (row(t.modules, 'id', 'jira:jiraGlobalPermissions').properties[1].forge = 'colour'),
  'a mapped property wrong in its depth': (t) =>
    (row(t.modules, 'id', 'confluence:confluenceContentProperties').properties.find((p) => p.forge === 'values.path').forge =
      'values.paths'),
  'a property of the manifest that does not exist': (t) =>
    (row(t.modules, 'id', 'jira:translations').properties[0].forge = 'manifest:translations.files'),
  'a constant for a property that does not exist': (t) =>
    (row(t.modules, 'id', 'jira:configurePage').targets[0].set[0].property = 'useAsSettings'),
  'a connectModules key that does not exist': (t) => (row(t.modules, 'id', 'jira:webPanels').connect_modules = 'jira:webPanel'),
  'a connectModules key that is denied': (t) => (row(t.modules, 'id', 'jira:webPanels').connect_modules = null),
  'a Connect property that does not exist': (t) =>
    (row(t.modules, 'id', 'jira:webPanels').properties.find((p) => p.connect === 'weight').connect = 'wait'),
  'a Connect property of which nothing is said': (t) => {
    const panels = row(t.modules, 'id', 'jira:webPanels');
    panels.properties = panels.properties.filter((p) => p.connect !== 'tooltip');
  },
  'a Connect property that the schema has by now': (t) =>
    (row(t.modules, 'id', 'jira:webPanels').properties[0].documented_only = true),
  'a location that leads nowhere': (t) => (t.locations.find((l) => l.forge).forge = 'jira:nowhere'),
  'a display condition that does not exist': (t) => (row(t.conditions, 'connect', 'user_is_logged_in').forge = ['isLogedIn']),
  'a set in which a condition does not work': (t) =>
    row(t.conditions, 'connect', 'has_issue_permission').sets.push('jira-global'),
  'a choice that its condition does not name': (t) =>
    (row(t.conditions, 'connect', 'can_use_application').choices[0].forge = 'hasNoAccess'),
  'an event that does not exist': (t) => (row(t.forgeEvents, 'event', 'avi:jira:created:issue').event = 'avi:jira:made:issue'),
  'the scope of another event': (t) =>
    (row(t.forgeEvents, 'event', 'avi:jira:created:issue').scopes = ['read:jira-user']),
  'an event that is in the mapping by now': (t) =>
    Object.assign(row(t.forgeEvents, 'event', 'avi:jira:created:issue'), { documented_only: true, page: 'event-scopes' }),
  'a documented event without its page': (t) => (t.forgeEvents.find((e) => e.documented_only).page = 'no-such-page'),
  'a webhook that becomes nothing known': (t) => (row(t.events, 'connect', 'jira:issue_created').forge = ['avi:jira:made:issue']),
  'a scope that does not exist': (t) => (t.forgeScopes[0].scope = 'read:everything'),
  'a scope of a Connect scope that does not exist': (t) => row(t.scopes, 'connect', 'READ').jira.push('read:everything'),
  'a scope of a call that does not exist': (t) => t.rest[0].granular.push('read:everything'),
  'a lifecycle hook that becomes nothing known': (t) => (row(t.lifecycle, 'event', 'uninstalled').forge = 'postUninstall'),
  'a descriptor property that leads nowhere': (t) => (row(t.descriptor, 'connect', 'description').forge = 'app.about'),
  'characters that a name may not have': (t) => (row(t.nameRules, 'name', 'remote.key').chars = 'a-z'),
  'a name that is too long': (t) => (row(t.nameRules, 'name', 'resource.key').max = 24),
  'a limit that the schema does not have': (t) => (row(t.limits, 'id', 'macro.matcher').value = 2048),
};

for (const [what, plant] of Object.entries(PLANTED)) {
  test(`the check notices ${what}`, () => {
    const wrong = structuredClone(tables);
    plant(wrong);
    assert.notDeepEqual(wrong, tables, 'something was planted');
    assert.notDeepEqual(check(wrong, platform), []);
  });
}
