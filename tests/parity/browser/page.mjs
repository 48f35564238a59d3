// A page of either side in jsdom: loads it, does what a user would do, and tells what it shows.
import { JSDOM, VirtualConsole, requestInterceptor } from 'jsdom';
import clock from '../host/clock.cjs';
import { lines } from './markup.mjs';

/** What a page's scripts leave unhandled goes to the page that is open, as it would to its console. */
let unhandled = () => {};
process.on('unhandledRejection', (reason) => unhandled(reason));

/**
 * Opens `html` at `url`. `files(url)` gives `{body, type}` of what the page loads; `setup(window)` puts the product's
 * side of the frame into the window before any script runs; `busy()` counts what the page waits for.
 */
export async function openPage({ html, url, files, setup, busy }) {
  const problems = [];
  unhandled = (reason) => problems.push(`unhandled: ${reason?.message ?? reason}`);
  const virtualConsole = new VirtualConsole();
  virtualConsole.on('jsdomError', (error) => problems.push(`${error.type ?? 'error'}: ${error.cause?.message ?? error.message}`));
  const dom = new JSDOM(html, {
    url,
    runScripts: 'dangerously',
    pretendToBeVisual: true,
    virtualConsole,
    resources: {
      interceptors: [
        requestInterceptor(async (request) => {
          const file = await files(request.url);
          return new Response(file ? file.body : 'not there', {
            status: file ? 200 : 404,
            headers: { 'content-type': file?.type ?? 'text/plain' },
          });
        }),
      ],
    },
    beforeParse(window) {
      window.Date = clock.frozen(window.Date);
      for (const name of ['Response', 'Headers', 'FormData', 'TextEncoder', 'TextDecoder', 'structuredClone']) {
        window[name] ??= globalThis[name];
      }
      // The bridge makes a request of an empty address, which a browser takes for its own.
      window.Request = class extends Request {
        constructor(target, init) {
          super(new URL(target || '', url), init);
        }
      };
      setup(window);
    },
  });
  const page = new Page(dom, busy, problems);
  await page.settle();
  return page;
}

class Page {
  constructor(dom, busy, problems) {
    Object.assign(this, { dom, busy, problems });
  }

  get document() {
    return this.dom.window.document;
  }

  /** Waits until nothing is under way and the page stands still. */
  async settle() {
    if (this.document.readyState !== 'complete') {
      await new Promise((done) => this.dom.window.addEventListener('load', done));
    }
    let before;
    for (let quiet = 0, rounds = 0; quiet < 3 && rounds < 200; rounds += 1) {
      await new Promise((done) => setTimeout(done, 8));
      const now = this.document.documentElement.outerHTML;
      quiet = now === before && this.busy() === 0 ? quiet + 1 : 0;
      before = now;
    }
  }

  shows() {
    return lines(this.document.body, this.dom.window);
  }

  /** One action of a user: `{click}`, `{submit}`, `{fill: [selector, value]}`, `{check: [selector, on]}`. */
  async act({ click, submit, fill, check }) {
    const { Event, MouseEvent } = this.dom.window;
    const find = (selector) => {
      const element = this.document.querySelector(selector);
      if (!element) throw new Error(`nothing at ${selector}`);
      return element;
    };
    if (click) find(click).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    if (submit) find(submit).dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    if (fill) this.set(find(fill[0]), 'value', fill[1]);
    if (check && find(check[0]).checked !== check[1]) find(check[0]).click();
    await this.settle();
  }

  /** Sets a field so that React notices, too: through the property that the element's class has. */
  set(element, name, value) {
    const { Event } = this.dom.window;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), name).set.call(element, value);
    element.dispatchEvent(new Event('input', { bubbles: true }));
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }

  close() {
    this.dom.window.close();
  }
}
