AP.require(['dialog', 'events', 'request'], function (dialog, events, request) {
  dialog.create({ key: 'x' }).on('close', function () {});
  events.emit('y');
  request('/z');
});
AP.require('cookie', function (cookie) { cookie.read('a', function () {}); });
AP.dialog.getButton('submit').bind(function () { return true; });
const flag = AP.flag.create({ title: 't' });
flag.close();
