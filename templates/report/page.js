'use strict';
// Tables learn to sort and to filter; everything else of the page works without this script.
for (const box of document.querySelectorAll('.table')) {
  const table = box.querySelector('table');
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const text = (row, at) => row.cells[at]?.innerText.trim() ?? '';

  heads.forEach((head, at) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const number = head.dataset.kind === 'number';
      const compare = (a, b) => (number ? Number(a) - Number(b) : a.localeCompare(b, 'en', { numeric: true }));
      const sorted = rows.map((row) => [text(row, at), row]).sort(([a], [b]) => compare(a, b) * (down ? -1 : 1));
      body.append(...sorted.map(([, row]) => row));
    });
  });

  if (rows.length < 6) continue;
  const tools = document.createElement('div');
  tools.className = 'tools';
  const filters = [];
  const add = (name, control, keeps) => {
    const label = document.createElement('label');
    label.append(name, control);
    tools.append(label);
    filters.push(keeps);
    control.addEventListener('input', show);
  };
  const words = document.createElement('input');
  words.type = 'search';
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  add('Search', words, (row) => texts.get(row).includes(words.value.trim().toLowerCase()));
  heads.forEach((head, at) => {
    if (head.dataset.kind !== 'choice') return;
    const values = [...new Set(rows.map((row) => text(row, at)))].sort();
    if (values.length < 2 || values.length > 40) return;
    const select = document.createElement('select');
    select.append(new Option('all', ''), ...values.map((value) => new Option(value || '(none)', `=${value}`)));
    add(head.textContent, select, (row) => select.value === '' || `=${text(row, at)}` === select.value);
  });
  const count = document.createElement('output');
  tools.append(count);
  box.prepend(tools);

  function show() {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !filters.every((keeps) => keeps(row));
      if (!row.hidden) shown += 1;
    }
    count.textContent = `${shown} of ${rows.length}`;
  }
  show();
}

// A link to an explanation opens it, and paper shows everything.
function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  target?.scrollIntoView();
}
addEventListener('hashchange', open);
if (location.hash) open();
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
