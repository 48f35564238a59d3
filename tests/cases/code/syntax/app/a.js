#!/usr/bin/env node
<!-- html comment
const a = <div>{x?.y ?? z}</div>;
class A { #p = 1; static { fetch('https://static.example.com'); } get v() { return this.#p; } }
label: for (const [k, { v = 1, ...rest }] of Object.entries({})) { if (k) continue label; }
export { A as default };
