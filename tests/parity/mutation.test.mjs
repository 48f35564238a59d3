// Mistakes that are made on purpose in the handlers of the migrated apps: the comparison must notice them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import clock from './host/clock.cjs';
import { OPERATORS } from './mutation/operators.mjs';
import { runMutants } from './mutation/pool.mjs';
import { draw, mutants } from './mutation/sites.mjs';
import { migrate, noBinary } from './new/migrate.mjs';
import { acceptedOf, startSample } from './sides.mjs';
import { folderOf, notInstalled, SAMPLES } from './world.mjs';

globalThis.Date = clock.frozen(Date);

/** Fixed before the run, together with the operators. */
const SEED = 20260302;
const EACH = Number(process.env.PARITY_MUTANTS ?? 22);
const AT_LEAST = { mutants: 60, caught: 0.95 };

/** What nobody noticed, and what people think of it. */
const judged = JSON.parse(readFileSync(new URL('mutation/survivors.json', import.meta.url), 'utf8'));
const skip = noBinary ?? SAMPLES.map(notInstalled).find(Boolean);

test('every operator has a name of its own and says what it does', () => {
  assert.equal(new Set(OPERATORS.map(({ name }) => name)).size, OPERATORS.length);
  for (const { what } of OPERATORS) assert.ok(what);
});

test('mistakes in migrated handlers are noticed', { skip }, async (t) => {
  const results = [];
  for (const sample of SAMPLES) results.push(...(await tryOut(sample, t)));
  const survivors = results.filter(({ caught }) => !caught).map(({ mutant, sample }) => ({ ...mutant, id: `${sample}/${mutant.id}` }));
  for (const { id, line } of survivors) t.diagnostic(`not noticed, line ${line}: ${id}`);

  const verdict = (id) => judged.find((each) => each.id === id)?.verdict;
  // What is not carried yet cannot be noticed; it stops being an excuse with the last gap of its sample.
  const gaps = survivors.filter(({ id }) => verdict(id) === 'gap' && acceptedOf(id.split('/')[0]).some((rule) => rule.gap));
  const counted = results.length - gaps.length;
  const caught = (results.length - survivors.length) / counted;
  const share = `${(100 * caught).toFixed(1)} %`;
  t.diagnostic(`${results.length - survivors.length} of ${counted} mistakes noticed (${share}), ${gaps.length} more in what is not carried yet`);
  assert.ok(counted >= AT_LEAST.mutants, `${counted} mutants are too few`);
  assert.ok(caught >= AT_LEAST.caught, `only ${share} were noticed`);
  assert.deepEqual(
    survivors.filter(({ id }) => !verdict(id)).map(({ id }) => id),
    [],
    'each survivor has a verdict in mutation/survivors.json'
  );
  const ids = survivors.map(({ id }) => id);
  assert.deepEqual(judged.filter(({ id }) => !ids.includes(id)).map(({ id }) => id), [], 'verdicts are about survivors');
});

async function tryOut(sample, t) {
  const started = await startSample(sample);
  try {
    const expected = await started.playOld({ pages: false });
    await started.old.reset();
    const folder = await migrate(folderOf(sample));
    const drawn = draw(mutants(folder, folderOf(sample)), EACH, SEED);
    const { url, descriptor } = started.old;
    const workerData = { sample, folder, renderer: { url, descriptor }, expected, accepted: acceptedOf(sample) };
    const [unchanged] = await runMutants([{}], { workerData, threads: 1 });
    assert.equal(unchanged.difference, undefined, `${sample}: the app itself must be equal before a mistake can count`);
    const results = await runMutants(drawn, { workerData });
    t.diagnostic(`${sample}: ${results.filter(({ caught }) => caught).length} of ${results.length}`);
    return results.map((result) => ({ ...result, sample }));
  } finally {
    await started.close();
  }
}
