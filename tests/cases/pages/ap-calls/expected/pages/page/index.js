// The page of jira:globalPage main. Before, the server rendered it at GET /page.
const { open } = require("../../bridge/page.js");

// What the old address carried, for each module that shows this page.
const ADDRESS = {
  "main": (context) => ({
  }),
};

open({
  route: "GET /page",
  address: (context) => (ADDRESS[context.moduleKey] || ADDRESS["main"])(context),
  locals: (context) => ({
  }),
  views: {
    page: require("../views/page.js"),
  },
  scripts: {
    "js/amd.js": () => require("../public/js/amd.js"),
    "js/calls.js": () => require("../public/js/calls.js"),
  },
});
