// The buttons that stood in the frame of a dialog. Forge has none there: they are drawn at the end of the page.
const { view } = require("@forge/bridge");

const TEXTS = { submit: "Save", cancel: "Cancel" };
const buttons = new Map();

/** A button of the dialog: "submit", "cancel", or one that was added. */
function getButton(name) {
  if (!buttons.has(name)) {
    buttons.set(name, draw(name, TEXTS[name] || name));
  }
  return buttons.get(name);
}

/** Adds a button. */
function createButton({ text, identifier }) {
  buttons.set(identifier, draw(identifier, text));
  return buttons.get(identifier);
}

function draw(name, text) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  const handlers = [];
  element.addEventListener("click", () => {
    const results = handlers.map((handler) => handler());
    // "Cancel" closed the dialog unless a handler said no.
    if (name === "cancel" && !results.includes(false)) {
      view.close();
    }
  });
  bar().append(element);
  const button = {
    bind: (handler) => handlers.push(handler),
    enable: () => void (element.disabled = false),
    disable: () => void (element.disabled = true),
    isEnabled: (callback) => callback(!element.disabled),
    toggle: () => void (element.disabled = !element.disabled),
    trigger: () => element.click(),
    hide: () => void (element.hidden = true),
    show: () => void (element.hidden = false),
    isHidden: (callback) => callback(element.hidden),
  };
  return button;
}

/** Where the buttons stand. */
function bar() {
  let element = document.getElementById("dialog-buttons");
  if (!element) {
    element = document.createElement("footer");
    element.id = "dialog-buttons";
    document.body.append(element);
  }
  return element;
}

module.exports = { getButton, createButton };
