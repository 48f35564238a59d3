// What a page shows, as lines: the same markup gives the same lines, whoever wrote it.
import { JSDOM } from 'jsdom';

const UNSEEN = ['SCRIPT', 'LINK', 'STYLE', 'META', 'TITLE', 'TEMPLATE', 'NOSCRIPT'];

/**
 * The lines of an element's content. Left out is what nobody sees: scripts and styles, the order of attributes, white
 * space, where the app runs. A field's line tells the value it has now, not the one it began with.
 */
export function lines(element, window, depth = 0) {
  const result = [];
  for (const node of element.childNodes) {
    if (node.nodeType === window.Node.TEXT_NODE) {
      const text = node.data.replace(/\s+/g, ' ').trim();
      if (text) result.push(indent(depth) + text);
    } else if (node.nodeType === window.Node.ELEMENT_NODE && !UNSEEN.includes(node.tagName)) {
      result.push(indent(depth) + opening(node), ...lines(node, window, depth + 1));
    }
  }
  return joined(result);
}

/** The same of a text that no script has touched. */
export function linesOf(html) {
  const { window } = new JSDOM(html);
  return lines(window.document.body, window);
}

const indent = (depth) => '  '.repeat(depth);

function opening(node) {
  const attributes = [...node.attributes]
    .filter(({ name }) => !['value', 'checked', 'selected'].includes(name))
    .map(({ name, value }) => `${name}="${address(value)}"`);
  if ('value' in node && node.tagName !== 'LI' && node.tagName !== 'BUTTON') attributes.push(`value="${node.value}"`);
  if (['checkbox', 'radio'].includes(node.type)) attributes.push(`checked="${node.checked}"`);
  return `<${[node.localName, ...attributes.sort()].join(' ')}>`;
}

/** Where the two sides run differs, and is not the app's doing. */
const address = (value) => value.replace(/http:\/\/127\.0\.0\.1:\d+|https:\/\/site\.example\.net/g, 'SITE');

/** Texts beside each other at one depth read as one. */
function joined(all) {
  return all.reduce((done, line) => {
    const last = done.at(-1);
    const text = (each) => each !== undefined && !each.trim().startsWith('<');
    const depth = (each) => each.search(/\S/);
    if (text(last) && text(line) && depth(last) === depth(line)) done[done.length - 1] = `${last} ${line.trim()}`;
    else done.push(line);
    return done;
  }, []);
}
