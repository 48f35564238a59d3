const o = {...o, a: [...o.a]};
let x = x || y; let y = x + y;
function f(n) { return f(g(n)); }
function g(n) { return g(f(n)); }
fetch(f('https://x'));
class A extends A {}
new A().b();
export * from './b.js';
