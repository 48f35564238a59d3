// Several pages share this resource: the route below the module's address says which one is shown.
const { view } = require("@forge/bridge");

const PAGES = {
  "first": () => require("./page.js"),
  "second": () => require("../second/index.js"),
};

view.createHistory().then((history) => {
  const route = history.location.pathname.split("/").find(Boolean);
  (PAGES[route] || PAGES["first"])();
});
