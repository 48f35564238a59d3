// The page of jira:globalPage second. Before, the server rendered it at GET /second.
const { open } = require("../../bridge/page.js");

// What the old address carried, for each module that shows this page.
const ADDRESS = {
  "second": (context) => ({
    query: {
      tab: "a",
    },
  }),
};

open({
  route: "GET /second",
  address: (context) => (ADDRESS[context.moduleKey] || ADDRESS["second"])(context),
  locals: (context) => ({
  }),
  views: {
    second: require("../views/second.js"),
  },
  scripts: {
  },
});
