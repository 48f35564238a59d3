// The history of a full page, called as before. What stood in the fragment of the address is a path below it now.
const { view } = require("@forge/bridge");

const created = view.createHistory();
let current = "";
created.then((history) => {
  current = stateOf(history.location);
});

function stateOf(location) {
  return String((location && location.pathname) || "").replace(/^\//, "");
}

const getState = () => current;
const pushState = (path) => created.then((history) => history.push(`/${path}`));
const replaceState = (path) => created.then((history) => history.replace(`/${path}`));
const go = (count) => created.then((history) => history.go(count));
const back = () => created.then((history) => (history.goBack || history.back).call(history));
const forward = () => created.then((history) => (history.goForward || history.forward).call(history));

/** Tells of changes: { oldURL, newURL }. */
function popState(listener) {
  return created.then((history) =>
    history.listen((first) => {
      const newURL = stateOf(first.location || first);
      const change = { oldURL: current, newURL };
      current = newURL;
      listener(change);
    }),
  );
}

module.exports = { getState, pushState, replaceState, go, back, forward, popState };
