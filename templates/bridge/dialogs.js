// Dialogs, called as before: create(options).on("close", listener).
const { Modal, view } = require("@forge/bridge");

const SIZES = { small: "small", medium: "medium", large: "large", "x-large": "xlarge", xlarge: "xlarge", maximum: "max", fullscreen: "fullscreen" };

/** Opens the page of a resource. `key` named a dialog or an item with a page of its own, which is a resource now. */
function create({ key, size, width, height, customData, header, closeOnEscape, resource = key }) {
  const listeners = [];
  const modal = new Modal({
    resource,
    size: SIZES[size] || sizeOf(width, height),
    title: header,
    context: customData,
    closeOnEscape,
    onClose: (data) => listeners.forEach((listener) => listener(data)),
  });
  modal.open();
  return {
    on(event, listener) {
      if (event === "close") {
        listeners.push(listener);
      }
      return this;
    },
  };
}

function sizeOf(width, height) {
  const length = (value) => (typeof value === "number" ? `${value}px` : value);
  return width || height ? { width: length(width), height: length(height) } : "medium";
}

/** Closes the dialog that this page is. */
const close = (data) => view.close(data);

module.exports = { create, close };
