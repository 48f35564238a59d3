// The page of jira:globalPage first. Before, the server rendered it at GET /first.
const { open } = require("../../bridge/page.js");

// What the old address carried, for each module that shows this page.
const ADDRESS = {
  "first": (context) => ({
  }),
};

open({
  route: "GET /first",
  address: (context) => (ADDRESS[context.moduleKey] || ADDRESS["first"])(context),
  locals: (context) => ({
  }),
  views: {
    first: require("../views/first.js"),
  },
  scripts: {
  },
});
