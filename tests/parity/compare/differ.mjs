// What differs between two sides, and which of it is accepted.

/**
 * The differences of two lists of observations, as `{at, facet, gone: [line], came: [line]}`, without what `accepted`
 * names. `used` collects the rules that were needed.
 */
export function differences(before, after, accepted = [], used = new Set()) {
  const later = new Map(after.map((each) => [each.at, each]));
  const found = [];
  for (const { at, facets } of before) {
    const other = later.get(at)?.facets;
    if (!other) {
      found.push({ at, facet: 'step', gone: ['played'], came: [] });
      continue;
    }
    for (const facet of new Set([...Object.keys(facets), ...Object.keys(other)])) {
      const [gone, came] = compare(facets[facet] ?? [], other[facet] ?? [], facet);
      if (gone.length === 0 && came.length === 0) continue;
      const left = accept({ at, facet, gone, came }, accepted, used);
      if (left.gone.length || left.came.length) found.push(left);
    }
  }
  return found;
}

/** Lines of one list that the other lacks, by the longest common part; order counts. */
function compare(before, after) {
  const rows = before.length;
  const columns = after.length;
  const length = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      length[row][column] =
        before[row] === after[column]
          ? length[row + 1][column + 1] + 1
          : Math.max(length[row + 1][column], length[row][column + 1]);
    }
  }
  const gone = [];
  const came = [];
  let row = 0;
  let column = 0;
  while (row < rows || column < columns) {
    if (row < rows && column < columns && before[row] === after[column]) {
      row += 1;
      column += 1;
    } else if (column === columns || (row < rows && length[row + 1][column] >= length[row][column + 1])) {
      gone.push(before[row]);
      row += 1;
    } else {
      came.push(after[column]);
      column += 1;
    }
  }
  return [gone, came];
}

/**
 * Takes out what rules allow. A rule `{facet, at?, gone?, came?, reason}` has patterns for the lines that one side
 * has and the other does not; with both, as many of one must be there as of the other, at once. A rule
 * with `gap` says what is not carried yet, and is counted; without a facet it takes out a step as a whole.
 */
function accept(difference, rules, used) {
  let { gone, came } = difference;
  for (const rule of rules) {
    if (rule.gap && !rule.facet && new RegExp(rule.at).test(difference.at)) {
      used.add(rule);
      return { ...difference, gone: [], came: [] };
    }
    if (rule.facet !== difference.facet || (rule.at && !new RegExp(rule.at).test(difference.at))) continue;
    const any = rule.gap && !rule.gone && !rule.came;
    const lost = gone.filter((line) => any || (rule.gone && new RegExp(rule.gone).test(line)));
    const added = came.filter((line) => any || (rule.came && new RegExp(rule.came).test(line)));
    const paired = rule.gone && rule.came;
    if (lost.length + added.length === 0 || (paired && lost.length !== added.length)) continue;
    used.add(rule);
    gone = gone.filter((line) => !lost.includes(line));
    came = came.filter((line) => !added.includes(line));
  }
  return { ...difference, gone, came };
}

/** For people. */
export function readable(found) {
  return found
    .map(({ at, facet, gone, came }) =>
      [`${at} · ${facet}`, ...gone.map((line) => `  - ${line}`), ...came.map((line) => `  + ${line}`)].join('\n')
    )
    .join('\n');
}
