// What the translated views are written with. Escaping and truth are those of Handlebars.
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;" };

/** A value as text of HTML. */
function text(value) {
  return raw(value).replace(/[&<>"'`=]/g, (letter) => ENTITIES[letter]);
}

/** The same, as EJS escapes. */
function ejsText(value) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
  return raw(value).replace(/[&<>"']/g, (letter) => entities[letter]);
}

/** The same, as Mustache escapes. */
function mustacheText(value) {
  const own = { "'": "&#39;", "/": "&#x2F;" };
  return raw(value).replace(/[&<>"'`=/]/g, (letter) => own[letter] || ENTITIES[letter]);
}

/** The value of a dotted name, looked for from the innermost section outwards. */
function lookup(path, ...values) {
  const [first, ...rest] = path.split(".");
  const owner = values.find((value) => value !== null && typeof value === "object" && first in value);
  return rest.reduce((value, name) => value?.[name], owner?.[first]);
}

/** A value as HTML, which it must be already. */
function raw(value) {
  return value === null || value === undefined ? "" : String(value);
}

/** Whether a value counts as there: an empty list does not. */
function truthy(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** One of two parts. */
function when(value, yes, no = () => "") {
  return truthy(value) ? yes() : no();
}

/** A part for each item of a list, or for each value of an object. */
function each(value, part, empty = () => "") {
  const isThere = value && typeof value === "object";
  const pairs = isThere ? Object.keys(value).map((key) => [Array.isArray(value) ? Number(key) : key, value[key]]) : [];
  if (pairs.length === 0) {
    return empty();
  }
  const at = ([key], index) => ({ key, index, first: index === 0, last: index === pairs.length - 1 });
  return pairs.map((pair, index) => part(pair[1], at(pair, index))).join("");
}

/** A part with a value of its own, where the value is there (0 is). */
function within(value, part, no = () => "") {
  return truthy(value) || value === 0 ? part(value) : no();
}

/** `{{#name}}`: for each item of a list, once with an object, once where it is true. */
function section(value, here, part, no = () => "") {
  if (Array.isArray(value)) {
    return each(value, part, no);
  }
  if (value === false || value === null || value === undefined) {
    return no();
  }
  return part(value === true ? here : value);
}

/** The lines of a part, each moved in as the tag was. */
function indent(blanks, part) {
  const lines = part.split("\n");
  return lines.map((line, index) => (line === "" && index === lines.length - 1 ? line : blanks + line)).join("\n");
}

/** What nobody has translated yet. */
function untranslated(what) {
  throw new Error(`This view is not finished: ${what}`);
}

/** The HTML of a view, within its layouts. */
function render(view, model) {
  const blocks = {};
  const page = {
    content(name, part) {
      (blocks[name] = blocks[name] || []).push(part());
      return "";
    },
    block(name, part = () => "") {
      return blocks[name] ? blocks[name].join("\n") : part();
    },
  };
  let html = view.render(model, page);
  for (let layout = view.layout; layout; layout = layout.layout) {
    html = layout.render({ ...model, body: html }, page);
  }
  return html;
}

module.exports = { text, ejsText, mustacheText, lookup, raw, truthy, when, each, within, section, indent, untranslated, render };
