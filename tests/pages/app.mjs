// Small apps, moved by the program, and the modules that come of their views.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const binary = resolve(process.env.FORGESHIFT_BIN ?? join(here, '../../target/debug/forgeshift'));
const require = createRequire(import.meta.url);

/** A folder that goes away when the test process ends. */
function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'forgeshift-pages-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Moves an app that is given as files; gives back the folder of the Forge app. */
export function moved(files, target = 'native') {
  const folder = scratch();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'app', path)), { recursive: true });
    writeFileSync(join(folder, 'app', path), text);
  }
  return apply(join(folder, 'app'), join(folder, 'out'), target);
}

/** Moves an app of the repository. */
export function movedFrom(path, target = 'native') {
  return apply(resolve(here, '../..', path), join(scratch(), 'out'), target);
}

/** Moves the app in one folder into another. */
export function apply(app, out, target = 'native') {
  execFileSync(binary, ['apply', app, '--target', target, '--out', out, '--allow-dirty'], { stdio: 'pipe' });
  if (!existsSync(join(out, 'node_modules'))) {
    symlinkSync(join(here, 'node_modules'), join(out, 'node_modules'));
  }
  return out;
}

/** An app that renders one view with one engine. */
export function appOf(engine, view, files = {}, helpers = '') {
  const extension = { 'express-hbs': 'hbs', ejs: 'ejs', 'mustache-express': 'mustache' }[engine];
  return {
    'atlassian-connect.json': JSON.stringify({
      key: 'com.example.view',
      name: 'View',
      baseUrl: 'https://example.com',
      authentication: { type: 'jwt' },
      apiVersion: 1,
      scopes: ['READ'],
      modules: {
        generalPages: [{ key: 'main', name: { value: 'Main' }, url: '/page', location: 'system.top.navigation.bar' }],
      },
    }),
    'package.json': JSON.stringify({ name: 'view', version: '1.0.0', dependencies: { express: '4', [engine]: '1' } }),
    'app.js': `const express = require('express');
const ace = require('atlassian-connect-express');
const hbs = require('${engine}');
const app = express();
const addon = ace(app);
${helpers}
app.get('/page', addon.authenticate(), (req, res) => res.render('page', {}));
app.listen(3000);
`,
    [`views/page.${extension}`]: view,
    ...files,
  };
}

/** What the translated view writes for values. */
export function rendered(out, model) {
  const { render } = require(join(out, 'bridge/template.js'));
  return render(require(join(out, 'pages/views/page.js')), model);
}
