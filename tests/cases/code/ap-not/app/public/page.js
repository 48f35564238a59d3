function f(AP) { AP.request('/no'); }
f({ request() {} });
const inner = () => { const AP = { dialog: { close() {} } }; AP.dialog.close(); };
import { AP as mine } from './mine';
mine.resize();
class Foo { AP = { go() {} }; run() { this.AP.go(); } }
if (typeof AP !== "undefined" && AP) { console.log("x"); }
// AP.request('/comment')
const s = "AP.request('/text')";
