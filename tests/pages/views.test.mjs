// A translated view writes what its engine wrote: the very same text, for every template and every set of values.
import assert from 'node:assert/strict';
import test from 'node:test';
import ejs from 'ejs';
import Handlebars from 'handlebars';
import Mustache from 'mustache';
import { appOf, moved, rendered } from './app.mjs';

const ODD = `<b>"x" & 'y' \` = / <\/b>`;
const MODELS = [
  {},
  { a: ODD, b: 0, c: false, d: null, e: '', list: [], user: { name: 'Ann', tags: ['x', ODD] } },
  { a: 1.5, b: '0', c: true, d: [ODD, 2], e: 'e', list: [{ n: 1, in: [{ m: 'p' }, { m: null }] }, { n: 0 }, null], map: { k: 'v', w: 0 }, user: {} },
  { a: '${b}', b: '`\\n', c: 'c', d: { deep: { er: 'x' } }, list: ['s', 't'], user: null },
];

const HANDLEBARS = {
  values: '{{a}}|{{{a}}}|{{b}}|{{c}}|{{d}}|{{user.name}}|{{user.tags.[1]}}|{{d.deep.er}}|{{this.e}}\n',
  conditions: '{{#if a}}a{{else if b}}b{{else}}none{{/if}}\n{{#unless c}}\n  not c\n{{/unless}}\n{{#if b includeZero=true}}zero{{/if}}{{#if list}}list{{^}}empty{{/if}}',
  lists: '<ul>\n{{#each list}}\n  <li>{{@index}} {{@first}} {{@last}} {{this.n}} {{../a}}{{#each in}}[{{m}} {{../n}} {{../../a}}]{{/each}}</li>\n{{else}}\n  <li>none</li>\n{{/each}}\n</ul>\n',
  objects: '{{#each map}}{{@key}}={{this}};{{/each}}{{#each map as |value key|}}{{key}}:{{value}},{{/each}}{{#with user}}{{name}}{{else}}nobody{{/with}}',
  sections: '{{#user}}{{name}}{{/user}}{{#c}}yes{{a}}{{/c}}{{#list}}<{{n}}>{{/list}}{{^list}}no list{{/list}}',
  blanks: '  {{~a~}}  x  {{#if c~}}  y  {{~/if}} z\n{{! a comment }}\n{{!-- another --}}text\\`${a}`\n',
  partials: '<p>\n    {{> badge user}}\n</p>{{> badge name="hash"}}{{#each list}}{{> badge}}{{/each}}\n',
  helpers: '{{upper a}} {{both a b}} {{upper (upper e)}} {{lookup user "name"}}',
};

const HELPERS = {
  upper: (value) => String(value ?? '').toUpperCase(),
  both: (a, b) => `${a}/${b}`,
};

for (const [name, template] of Object.entries(HANDLEBARS)) {
  test(`Handlebars: ${name}`, () => {
    const badge = '<i class="{{name}}">{{n}}</i>\n';
    const helpers = Object.entries(HELPERS).map(([key, value]) => `hbs.registerHelper('${key}', ${value});`);
    const out = moved(appOf('express-hbs', template, { 'views/partials/badge.hbs': badge }, helpers.join('\n')));
    const engine = Handlebars.create();
    engine.registerPartial('badge', badge);
    engine.registerHelper(HELPERS);
    const old = engine.compile(template);
    for (const model of MODELS) {
      assert.equal(rendered(out, model), old(model), JSON.stringify(model));
    }
  });
}

const EJS = {
  values: '<%= a %>|<%- a %>|<%= b %>|<%= typeof zzz %>|<%# no %><%% literal %>\n',
  code: '<ul>\n<% (list || []).forEach(function (item, at) { -%>\n  <li><%= at %> <%= item && item.n %></li>\n<% }); -%>\n</ul>\n<%_ if (c) { _%>\n  yes\n<%_ } _%>\n',
  includes: "<%- include('parts/head', { size: 2 }) %>text ${a} `\n",
};

for (const [name, template] of Object.entries(EJS)) {
  test(`EJS: ${name}`, () => {
    const head = '<h<%= size %>><%= a %></h<%= size %>>\n';
    const out = moved(appOf('ejs', template, { 'views/parts/head.ejs': head }));
    const includer = () => ({ template: head });
    for (const model of MODELS) {
      // Names that a view does not get are undefined here; EJS would throw.
      const whole = { a: undefined, b: undefined, c: undefined, list: undefined, ...model };
      assert.equal(rendered(out, whole), ejs.render(template, whole, { includer }), JSON.stringify(model));
    }
  });
}

const MUSTACHE = {
  values: '{{a}}|{{{a}}}|{{&a}}|{{b}}|{{user.name}}|{{d.deep.er}}\n',
  sections: '<ul>\n{{#list}}\n  <li>{{n}} {{a}}</li>\n{{/list}}\n{{^list}}\n  <li>none</li>\n{{/list}}\n</ul>\n{{#user}}{{name}} {{a}}{{/user}}{{#c}}yes{{/c}}\n',
  comments: 'a\n  {{! gone }}\nb {{! gone }} c\n',
};

for (const [name, template] of Object.entries(MUSTACHE)) {
  test(`Mustache: ${name}`, () => {
    const out = moved(appOf('mustache-express', template));
    for (const model of MODELS) {
      // The engine itself stumbles over nothing in a list.
      const given = JSON.parse(JSON.stringify(model).replace(',null]', ']'));
      assert.equal(rendered(out, given), Mustache.render(template, given), JSON.stringify(given));
    }
  });
}
