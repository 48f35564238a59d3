// What the server rendered from views/page.handlebars.
// It shows: id, rows.
// FORGE-TODO(FS6203): the helper `money` is not translated
const { raw, text, untranslated } = require("../../bridge/template.js");
const helpers = require("../helpers.js");

exports.layout = require("./layouts/main.js");
exports.render = (model, page) => `<h1>${text(helpers.upper(model.id))}</h1>
${raw(helpers.both.call(model, model.id, model.rows, { hash: {}, fn: () => `<p>both</p>`, inverse: () => `<p>not both</p>`, data: { root: model } }))}
<p>${untranslated("the helper `money` is not translated")}</p>
<script src="views/page.inline-1.js" data-v0="${text(model.id)}" data-v1="${text(model.id)}"></script>
<script src="views/page.inline-2.js"></script>
<button onclick="start(${text(model.id)})">Go</button>
<form action="/save" method="post"></form>
`;
