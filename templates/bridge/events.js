// Events between the pages of the app, called as before: any number of arguments, listeners that can be taken away.
const { events } = require("@forge/bridge");

const subscriptions = [];

function listen(subscribe, name, listener, once) {
  const known = { name, listener };
  known.handle = subscribe(name, (payload) => {
    if (once) {
      unlisten(known);
    }
    listener(...(Array.isArray(payload && payload.arguments) ? payload.arguments : [payload]));
  });
  subscriptions.push(known);
}

async function unlisten(known) {
  const at = subscriptions.indexOf(known);
  if (at >= 0) {
    subscriptions.splice(at, 1);
  }
  (await known.handle).unsubscribe();
}

/** Forge carries one payload: several arguments travel as a list. */
function payloadOf(args) {
  return args.length <= 1 ? args[0] : { arguments: args };
}

const on = (name, listener) => listen(events.on, name, listener, false);
const once = (name, listener) => listen(events.on, name, listener, true);
const emit = (name, ...args) => events.emit(name, payloadOf(args));
const onPublic = (name, listener) => listen(events.onPublic, name, listener, false);
const oncePublic = (name, listener) => listen(events.onPublic, name, listener, true);
const emitPublic = (name, ...args) => events.emitPublic(name, payloadOf(args));

/** Takes a listener away. */
function off(name, listener) {
  subscriptions.filter((known) => known.name === name && known.listener === listener).forEach(unlisten);
}

/** Takes all listeners of a name away. */
function offAll(name) {
  subscriptions.filter((known) => known.name === name).forEach(unlisten);
}

module.exports = { on, once, emit, onPublic, oncePublic, emitPublic, off, offAll };
