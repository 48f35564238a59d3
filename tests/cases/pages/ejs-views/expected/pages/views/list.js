// What the server rendered from views/list.ejs.
// It shows: note, rows.
const { ejsText, raw } = require("../../bridge/template.js");
const partsHeadView = require("./parts/head.js");

exports.render = (model, page) => {
  const locals = model;
  const { note, rows } = model;
  const templates = { "parts/head": partsHeadView };
  const include = (name, values) => templates[name].render({ ...model, ...values }, page);
  let html = "";
  html += raw(include('parts/head', { size: 2 }));
  html += `

<ul>
`;
  rows.forEach(function (row, index) {
  html += `  <li class="`;
  html += ejsText(index % 2 ? 'odd' : 'even');
  html += `">`;
  html += ejsText(row.name);
  html += `</li>
`;
  });
  html += `</ul>
`;
  if (locals.note) {
  html += `<p style="color: red">`;
  html += raw(note);
  html += `</p>`;
  }
  html += `
`;
  return html;
};
