// What the server rendered from views/first.ejs.

exports.render = (model, page) => {
  let html = "";
  html += `<p>first</p>
`;
  return html;
};
