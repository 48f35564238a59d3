// What the pages ask for. A page calls invoke("METHOD /path", { params, query, body }) of @forge/bridge; the answer
// is { status, body }, for a view { status, view, model }, for a redirect { status, location }.
import Resolver from "@forge/resolver";
import { answer } from "../connect/answer.js";

// What the app's pages call through invoke().
// Called by: function resolver of manifest.yml.
export const resolver = new Resolver()

  // src/routes.js, before routes.js:6; shown by webPanels panel.
  // FORGE-REVIEW(FS6101): the handler runs as it was; what the payload names is the user's to choose,
  // and calls as the app see everything
  .define("GET /panel", answer("GET", "/panel", {"address":{"issueKey":["extension.issue.key"]},"page":true}))

  // src/routes.js, before routes.js:14; shown by adminPages admin.
  // FORGE-REVIEW(FS6105): only administrators were shown this page; any user who sees a module of the
  // app can make this call: check who calls
  .define("GET /admin", answer("GET", "/admin", {"page":true}))

  // src/routes.js, before routes.js:15.
  .define("POST /api/admin", answer("POST", "/api/admin"))
  .getDefinitions();
