// What the server rendered from views/page.hbs.
// It shows: who.
const { text } = require("../../bridge/template.js");

exports.render = (model, page) => `<p>${text(model.who)}</p>
<script src="js/calls.js"></script>
<script src="js/other.js"></script>
<script src="js/amd.js"></script>
`;
