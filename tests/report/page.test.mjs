// The page in a real browser: what it loads, what it runs, whether people can use it.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { hostile, run, sample } from './subjects.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const browserAt = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
const skip = browserAt ? false : 'no Chromium here: install chromium, or name one in CHROMIUM';
const folder = mkdtempSync(join(tmpdir(), 'forgeshift-page-'));
const subjects = { 'the sample': sample, 'a hostile descriptor': hostile, 'a portfolio': [sample, hostile] };
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
let browser;

before(async () => {
  if (!skip) browser = await chromium.launch({ executablePath: browserAt, args: ['--no-sandbox'] });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the page of an app and notes everything that it says, asks for and runs. */
async function open(path, { theme = 'light', size = 'desktop', script = true } = {}) {
  const file = join(folder, `${Math.random()}.html`);
  const { code, stderr } = await run(['report', ...[path].flat(), '--format', 'html', '-o', file]);
  assert.equal(code, 0, stderr);
  const context = await browser.newContext({ colorScheme: theme, viewport: sizes[size], javaScriptEnabled: script });
  const page = await context.newPage();
  const seen = { said: [], asked: [], dialogs: 0 };
  page.on('console', (message) => seen.said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => seen.said.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => ((seen.dialogs += 1), dialog.dismiss()));
  page.on('request', (request) => seen.asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, seen, context, file };
}

for (const [what, path] of Object.entries(subjects)) {
  test(`the page of ${what} says nothing on the console and asks nobody for anything`, { skip }, async () => {
    const { seen, file, context } = await open(path);
    assert.deepEqual(seen.said, []);
    assert.deepEqual(seen.asked, [pathToFileURL(file).href]);
    await context.close();
  });

  for (const theme of ['light', 'dark']) {
    for (const size of Object.keys(sizes)) {
      test(`axe finds no serious fault in the page of ${what}, ${theme}, on a ${size}`, { skip }, async () => {
        const { page, context } = await open(path, { theme, size });
        await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document));
        assert.ok(passes.length > 20, 'axe looked at nothing');
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        const told = serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join('\n')}`);
        assert.deepEqual(told, []);
        await context.close();
      });
    }
  }

  test(`each id in the page of ${what} stands once, and each link of the page leads somewhere`, { skip }, async () => {
    const { page, context } = await open(path);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].map(({ hash }) => hash.slice(1)));
    assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), []);
    assert.deepEqual([...new Set(links)].filter((link) => !ids.includes(decodeURIComponent(link))), []);
    await context.close();
  });

  test(`the page of ${what} does not grow wider than a phone`, { skip }, async () => {
    const { page, context } = await open(path, { size: 'phone' });
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= screen, `${content} px on a screen of ${screen}`);
    await context.close();
  });
}

test('text of a hostile descriptor is text: nothing of it runs or becomes an element', { skip }, async () => {
  const { page, seen, context } = await open(hostile);
  assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  assert.equal(seen.dialogs, 0);
  assert.equal(await page.locator('script').count(), 1);
  assert.equal(await page.locator('img, iframe, object, form, svg[onload], [onerror], [onclick], a[href^="javascript:"]').count(), 0);
  assert.ok((await page.textContent('body')).includes('</script><script>window.hacked=1</script>'), 'the text is not shown');
  await context.close();
});

test('even where a script got into the page, the policy of the page keeps it from running', { skip }, async () => {
  const { page, file, context } = await open(hostile);
  const broken = readFileSync(file, 'utf8').replace('</main>', '<script>globalThis.hacked = 9</script><img src="https://evil.invalid/x"></main>');
  writeFileSync(file, broken);
  await page.goto(pathToFileURL(file).href);
  assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  await context.close();
});

test('a table is sorted by a click on its head, up and then down', { skip }, async () => {
  const { page, context } = await open(sample);
  const table = page.locator('table', { has: page.locator('caption', { hasText: 'Languages' }) });
  const bytes = async () => (await table.locator('tbody tr td:last-child').allInnerTexts()).map(Number);
  await table.getByRole('button', { name: 'bytes' }).click();
  const up = await bytes();
  assert.ok(up.length > 2, 'too few rows to tell');
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  await table.getByRole('button', { name: 'bytes' }).press('Enter');
  assert.deepEqual(await bytes(), [...up].reverse());
  assert.equal(await table.locator('th[aria-sort="descending"]').count(), 1);
  await context.close();
});

test('findings are filtered by word and by severity, and the count says how many are left', { skip }, async () => {
  const { page, context } = await open(sample);
  const box = page.locator('.table', { has: page.locator('caption', { hasText: 'All findings' }) });
  const shown = () => box.locator('tbody tr:visible').count();
  const all = await shown();
  await box.getByLabel('severity').selectOption({ label: 'warning' });
  const warnings = await shown();
  assert.ok(warnings > 0 && warnings < all, `${warnings} of ${all}`);
  assert.equal(await box.locator('output').innerText(), `${warnings} of ${all}`);
  await box.getByLabel('Search').fill('licensing');
  assert.equal(await shown(), 1);
  await context.close();
});

test('a code leads to its explanation and opens it', { skip }, async () => {
  const { page, context } = await open(sample);
  const link = page.locator('#findings tbody a').first();
  const code = await link.innerText();
  await link.click();
  await page.locator(`#code-${code}[open]`).waitFor({ timeout: 2000 });
  await context.close();
});

test('lines of the source are shown around a finding, and --no-source leaves out every one of them', { skip }, async () => {
  const { page, context } = await open(sample);
  const source = page.locator('#findings details.source').first();
  await source.locator('summary').click();
  assert.equal(await source.locator('.wanted').count(), 1);
  assert.ok((await page.locator('#changes details.diff').count()) > 5, 'no diffs');
  await context.close();
  const without = await open([sample, '--no-source']);
  assert.equal(await without.page.locator('details.source, details.diff, pre').count(), 0);
  await without.context.close();
});

test('without its script the page shows the same tables', { skip }, async () => {
  const { page, context } = await open(sample, { script: false });
  assert.ok((await page.locator('#findings tbody tr:visible').count()) > 20);
  assert.equal(await page.locator('.tools').count(), 0);
  await context.close();
});

test('on paper every explanation is open', { skip }, async () => {
  const { page, context } = await open(sample);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('details:not([open])').count(), 0);
  assert.equal(await page.locator('nav:visible').count(), 0);
  await context.close();
});
