// The page of jira:globalPage main. Before, the server rendered it at GET /list/:project.
const { open } = require("../../bridge/page.js");

// What the old address carried, for each module that shows this page.
const ADDRESS = {
  "main": (context) => ({
    params: {
      project: context.extension?.project?.key,
    },
    query: {
      sort: "asc",
    },
  }),
};

open({
  route: "GET /list/:project",
  address: (context) => (ADDRESS[context.moduleKey] || ADDRESS["main"])(context),
  locals: (context) => ({
    title: "Example",
  }),
  views: {
    list: require("../views/list.js"),
  },
  scripts: {
  },
});
