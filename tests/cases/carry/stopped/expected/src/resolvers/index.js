// What the pages ask for. A page calls invoke("METHOD /path", { params, query, body }) of @forge/bridge; the answer
// is { status, body }, for a view { status, view, model }, for a redirect { status, location }.
import Resolver from "@forge/resolver";
import { answer } from "../connect/answer.js";

// What the app's pages call through invoke().
// Called by: function resolver of manifest.yml.
export const resolver = new Resolver()

  // src/app.js, before app.js:9; shown by webPanels panel.
  // FORGE-TODO(FS6102): GET /panel keeps state in req.session (app.js:10)
  .define("GET /panel", () => {
    throw new Error("FORGE-TODO(FS6102): GET /panel keeps state in req.session (app.js:10)");
  })

  // src/app.js, before app.js:13.
  // FORGE-TODO(FS6102): GET /export streams its response with res.write (app.js:14)
  .define("GET /export", () => {
    throw new Error("FORGE-TODO(FS6102): GET /export streams its response with res.write (app.js:14)");
  })

  // src/app.js, before app.js:17.
  // FORGE-TODO(FS6102): GET /file sends a file with res.sendFile (app.js:17)
  .define("GET /file", () => {
    throw new Error("FORGE-TODO(FS6102): GET /file sends a file with res.sendFile (app.js:17)");
  })

  // src/app.js, before app.js:18.
  // FORGE-TODO(FS6102): GET /proxy pipes a stream into its response (app.js:19)
  .define("GET /proxy", () => {
    throw new Error("FORGE-TODO(FS6102): GET /proxy pipes a stream into its response (app.js:19)");
  })

  // src/app.js, before app.js:21.
  // FORGE-TODO(FS6102): POST /upload reads an upload with req.file (app.js:21)
  .define("POST /upload", () => {
    throw new Error("FORGE-TODO(FS6102): POST /upload reads an upload with req.file (app.js:21)");
  })

  // src/app.js, before app.js:22.
  // FORGE-TODO(FS6102): GET /odd calls res.xml, which the answer of a call has not (app.js:22)
  .define("GET /odd", () => {
    throw new Error("FORGE-TODO(FS6102): GET /odd calls res.xml, which the answer of a call has not (app.js:22)");
  })

  // src/app.js, before app.js:23.
  .define("GET /fine", answer("GET", "/fine"))
  .getDefinitions();
