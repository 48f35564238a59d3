AP.request('/rest/api/3/myself', { success: function (r) {} });
window.AP.dialog.close({ a: 1 });
window['AP'].context.getToken(t => send(t));
const { request, user: { getCurrentUser } } = AP;
request({ url: '/x', type: 'GET' });
getCurrentUser(u => u);
const r = AP.request;
r('/y');
const ap = window.AP;
ap?.navigator?.reload();
const nav = globalThis.AP.navigator;
nav.go('issue', { issueKey: key });
AP.events.on.call(AP, 'x', () => {});
const bound = AP.resize.bind(AP);
bound('100%', '200px');
function send() {}
