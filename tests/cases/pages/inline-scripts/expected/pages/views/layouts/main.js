// What the server rendered from views/layouts/main.handlebars.
// It shows: body, title, token.
const { raw, text } = require("../../../bridge/template.js");

exports.render = (model, page) => `<html><head><title>${text(model.title)}</title><meta name="token" content="${text(model.token)}"></head><body>${raw(model.body)}</body></html>
`;
