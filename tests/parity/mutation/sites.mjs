// Where in a migrated app each operator can make a mistake.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from '@babel/parser';
import MagicString from 'magic-string';
import { isUnseen, OPERATORS } from './operators.mjs';

/**
 * All mutants of the handlers that the app in `folder` has from `sample`: `{id, operator, file, path, line, text}`.
 * What was made for it, and stands in no file of the sample, is not among them.
 */
export function mutants(folder, sample) {
  const called = addresses(folder);
  const isCarried = (path) => {
    const file = relative(folder, path);
    return [file, file.replace('src/', '')].some((name) => existsSync(join(sample, name)));
  };
  return files(join(folder, 'src'))
    .filter(isCarried)
    .flatMap((path) => ofFile(folder, path, called));
}

/** The addresses that the generated entry points name. */
function addresses(folder) {
  const entries = ['resolvers', 'triggers', 'handlers', 'functions'].map((name) => join(folder, 'src', name));
  const texts = entries.filter(existsSync).flatMap(files).map((path) => readFileSync(path, 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(/["'](?:[A-Z]+ )?(\/[^"' ]*)["']/g)].map(([, path]) => path)));
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return files(path);
      return /\.[cm]?[jt]s$/.test(entry.name) && !/\.d\.ts$/.test(entry.name) ? [path] : [];
    });
}

function ofFile(folder, path, called) {
  const text = readFileSync(path, 'utf8');
  const tree = parse(text, { sourceType: 'unambiguous', plugins: ['typescript'], allowReturnOutsideFunction: true });
  const found = [];
  const seen = new Map();
  visit(tree.program, {}, called, (node, parent) => {
    for (const { name, edits } of OPERATORS) {
      for (const edit of edits(node, text, parent)) {
        const parts = Array.isArray(edit[0]) ? edit : [edit];
        const changed = new MagicString(text);
        for (const [start, end, to] of parts) {
          if (start === end) changed.appendLeft(start, to);
          else changed.overwrite(start, end, to || ' ');
        }
        const mutated = changed.toString();
        if (!stillParses(mutated)) continue;
        const line = node.loc.start.line;
        const file = relative(folder, path);
        const [before, after] = around(text, mutated);
        const base = `${file} ${name}: ${before} → ${after}`;
        const nth = (seen.get(base) ?? 0) + 1;
        seen.set(base, nth);
        found.push({ id: nth > 1 ? `${base} (${nth})` : base, operator: name, file, path, line, text: mutated });
      }
    }
  });
  return found;
}

function visit(node, parent, called, each) {
  if (isUnseen(node, called)) return;
  each(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === 'string' && child.loc && !child.type.startsWith('TS')) visit(child, node, called, each);
    }
  }
}

function stillParses(text) {
  try {
    parse(text, { sourceType: 'unambiguous', plugins: ['typescript'], allowReturnOutsideFunction: true });
    return true;
  } catch {
    return false;
  }
}

/** The changed line, before and after; the first, where several changed. */
function around(text, mutated) {
  const [old, young] = [text.split('\n'), mutated.split('\n')];
  const at = old.findIndex((line, number) => line !== young[number]);
  return [old[at]?.trim() ?? '', young[at]?.trim() ?? ''];
}

/**
 * `count` of them: operators take turns, so that frequent ones do not crowd out rare ones; within one, the seed
 * decides.
 */
export function draw(all, count, seed) {
  const random = generator(seed);
  const piles = OPERATORS.map(({ name }) => shuffle(all.filter(({ operator }) => operator === name), random));
  const drawn = [];
  while (drawn.length < count && piles.some((pile) => pile.length)) {
    for (const pile of piles) if (pile.length && drawn.length < count) drawn.push(pile.pop());
  }
  return drawn;
}

function shuffle(items, random) {
  const list = [...items];
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}

/** Numbers below 1, the same for the same seed. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
