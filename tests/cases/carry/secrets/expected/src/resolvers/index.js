// What the pages ask for. A page calls invoke("METHOD /path", { params, query, body }) of @forge/bridge; the answer
// is { status, body }, for a view { status, view, model }, for a redirect { status, location }.
import Resolver from "@forge/resolver";
import { answer } from "../connect/answer.js";

// What the app's pages call through invoke().
// Called by: function resolver of manifest.yml.
export const resolver = new Resolver()

  // src/app.js, before app.js:9; shown by webPanels panel.
  .define("GET /panel", answer("GET", "/panel", {"address":{"issueKey":["extension.issue.key"]},"page":true}))
  .getDefinitions();
