// Plays the stories of a scenario on one side and writes down what could be seen, as lines.
import { linesOf } from '../browser/markup.mjs';
import { open } from '../browser/sides.mjs';

/**
 * `[{at, facets: {answer, reads, writes, external, stored, shows, effects}}]`, one for each step. `old` renders what
 * the new side says. `pages: false` leaves out the steps that open a page in a browser.
 */
export async function play(scenario, sides) {
  const seen = [];
  for await (const each of steps(scenario, sides)) seen.push(each);
  return seen;
}

/** The same, one after the other. */
export async function* steps(scenario, { app, old = app, product, external, pages = true }) {
  for (const story of scenario.stories) {
    if (old !== app) await old.reset();
    await app.reset(story.given ?? {});
    product.reset();
    external.reset();
    for (const [number, step] of story.steps.entries()) {
      if (step.open && !pages) continue;
      if (step.external) {
        external.change(step.external);
        continue;
      }
      if (step.storage) {
        await app.breakStore(step.storage);
        continue;
      }
      const facets = await take(step, app, old);
      await app.settle();
      const facts = { ...facets, ...asked(product.take(), external.take()), stored: entries(await app.stored()) };
      yield { at: `${story.name} › ${number + 1} ${title(step)}`, facets: facts };
    }
  }
}

export const title = (step) => {
  const [kind] = ['open', 'page', 'call', 'webhook', 'lifecycle', 'hook', 'schedule'].filter((name) => name in step);
  return [kind, step[kind] === true ? '' : step[kind], step.as && `as ${step.as}`].filter(Boolean).join(' ');
};

async function take(step, app, old) {
  if (step.open) return browse(step, app);
  if (step.page) return page(step, app, old);
  const doing = ['call', 'webhook', 'lifecycle', 'hook', 'schedule'].find((name) => name in step);
  const answer = await app[doing](step);
  return { answer: doing === 'schedule' ? ran(answer) : said(answer, step) };
}

async function page(step, app, old) {
  const { status, html, location } = await app.page(step, old);
  if (status >= 500) return { answer: [`status ${status}`] };
  return { answer: [`status ${status}`, ...(location ? [`to ${location}`] : [])], shows: linesOf(html ?? '') };
}

async function browse(step, app) {
  const opened = await open(app, step);
  const shows = [...opened.page.shows()];
  const trouble = [];
  for (const action of step.actions ?? []) {
    try {
      if (action.button) {
        await opened.press(action.button);
      } else if (action.deliver) {
        opened.deliver(...action.deliver);
        await opened.page.settle();
      } else {
        await opened.page.act(action);
      }
    } catch (error) {
      trouble.push(error.message);
    }
    shows.push(`-- ${JSON.stringify(action)}`, ...opened.page.shows());
  }
  shows.push(...trouble.map((each) => `!! ${each}`), ...opened.page.problems.map((each) => `!! ${each}`));
  opened.page.close();
  return { shows, effects: opened.effects.map((effect) => canonical(effect)) };
}

/**
 * What is told of an answer. A 204 has no body, and a failure's text is each side's own: the old app answers what its
 * error page says, the new one throws. Of an event the product wants to know one thing only: whether to send it again.
 */
function said({ status, body }, step) {
  if ((step.webhook || step.lifecycle) && Number.isInteger(status)) return [status >= 500 ? 'failed' : 'taken'];
  const lines = [`status ${status}`];
  const told = step.call || step.hook;
  if (told && status !== 204 && status !== 500 && body !== undefined && body !== '') lines.push(`body ${canonical(body)}`);
  return lines;
}

const ran = ({ jobs, status, threw }) => [jobs > 0 ? 'ran' : 'nothing is scheduled', ...(status ? [`status ${status}`] : []), ...(threw ? ['threw'] : [])];

/** Reads may come in any order, what changes something may not. */
function asked(calls, external) {
  const line = ({ method, path, query, body, type, as, headers }) =>
    [
      `${method} ${path}`,
      Object.keys(query).length ? `? ${canonical(query)}` : '',
      body === undefined ? '' : `${type ?? ''} ${canonical(body)}`.trim(),
      headers && Object.keys(headers).length ? canonical(headers) : '',
      as ? `as ${as}` : '',
    ]
      .filter(Boolean)
      .join(' ');
  const reads = calls.filter(({ method }) => method === 'GET');
  const writes = calls.filter(({ method }) => method !== 'GET');
  return { reads: reads.map(line).sort(), writes: writes.map(line), external: external.map(line) };
}

const entries = (stored) => Object.keys(stored).sort().map((key) => `${key} = ${canonical(stored[key])}`);

/** JSON with its keys in order and without what is undefined. */
export function canonical(value) {
  return place(JSON.stringify(ordered(value)) ?? '');
}

/** Where a side runs is not the app's doing: the site is called SITE on both. */
export const place = (text) => text.replace(/http:\/\/127\.0\.0\.1:\d+|https:\/\/site\.example\.net/g, 'SITE');

function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, ordered(value[key])]));
}
