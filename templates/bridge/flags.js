// Messages of the product, called as before.
const { showFlag } = require("@forge/bridge");

let count = 0;
const listeners = { "flag.action": [], "flag.close": [] };

/** Shows a flag. HTML in its body is shown as text: Forge renders none. */
function create({ title, body, type, close, actions = {} }) {
  count += 1;
  const id = `flag-${count}`;
  const flag = showFlag({
    id,
    title,
    description: body,
    type,
    isAutoDismiss: close === "auto",
    actions: Object.entries(actions).map(([name, text]) => ({
      text,
      onClick: () => tell("flag.action", { flagIdentifier: id, actionIdentifier: name }),
    })),
  });
  return {
    close: async () => {
      await flag.close();
      tell("flag.close", { flagIdentifier: id });
    },
  };
}

function tell(event, detail) {
  listeners[event].forEach((listener) => listener(detail));
}

/** Listens to what happens to flags: "flag.action", "flag.close". */
function onFlag(event, listener) {
  listeners[event].push(listener);
}

/** The messages of before there were flags: message(title, body, options). */
function message(type) {
  return (title, body, options = {}) =>
    create({ title: body === undefined ? "" : title, body: body === undefined ? title : body, type, close: options.fadeout ? "auto" : "manual" });
}

module.exports = { create, onFlag, message };
