// What the pages ask for. A page calls invoke("METHOD /path", { params, query, body }) of @forge/bridge; the answer
// is { status, body }, for a view { status, view, model }, for a redirect { status, location }.
import Resolver from "@forge/resolver";

// What the app's pages call through invoke().
// Called by: function resolver of manifest.yml.
export const resolver = new Resolver()

  // src/app.js, before app.js:10; shown by webPanels panel.
  // FORGE-TODO(FS6102): GET /panel uses ./generated/client.js, which is not there in a function
  // (app.js:10)
  .define("GET /panel", () => {
    throw new Error("FORGE-TODO(FS6102): GET /panel uses ./generated/client.js, which is not there in a function (app.js:10)");
  })

  // src/app.js, before app.js:11.
  // FORGE-TODO(FS6102): GET /rows uses pg, which is not there in a function (app.js:12)
  .define("GET /rows", () => {
    throw new Error("FORGE-TODO(FS6102): GET /rows uses pg, which is not there in a function (app.js:12)");
  })
  .getDefinitions();
