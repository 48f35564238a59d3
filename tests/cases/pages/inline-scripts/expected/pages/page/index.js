// The page of jira:globalPage main. Before, the server rendered it at GET /page.
const { open } = require("../../bridge/page.js");

// What the old address carried, for each module that shows this page.
const ADDRESS = {
  "main": (context) => ({
    query: {
      id: context.extension?.project?.id,
    },
  }),
};

open({
  route: "GET /page",
  address: (context) => (ADDRESS[context.moduleKey] || ADDRESS["main"])(context),
  locals: (context) => ({
    title: "Example",
    token: "",
  }),
  views: {
    page: require("../views/page.js"),
  },
  scripts: {
    "views/page.inline-1.js": () => require("../views/page.inline-1.js"),
    "views/page.inline-2.js": () => require("../views/page.inline-2.js"),
  },
});
