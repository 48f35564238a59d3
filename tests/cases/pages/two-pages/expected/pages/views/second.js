// What the server rendered from views/second.ejs.
// It shows: tab.
const { ejsText } = require("../../bridge/template.js");

exports.render = (model, page) => {
  const { tab } = model;
  let html = "";
  html += `<p>`;
  html += ejsText(tab);
  html += `</p><link rel="stylesheet" href="second.css">
`;
  return html;
};
