// What the server rendered from views/parts/head.ejs.
// It shows: size, title.
const { ejsText } = require("../../../bridge/template.js");

exports.render = (model, page) => {
  const { size, title } = model;
  let html = "";
  html += `<h`;
  html += ejsText(size);
  html += `>`;
  html += ejsText(title.toUpperCase());
  html += `</h`;
  html += ejsText(size);
  html += `>
`;
  return html;
};
