AP.require(['request', 'dialog'], function (request, dialogs) {
  request({ url: '/rest/api/3/field', success: function (body) { dialogs.close(body); } });
});
