AP.require(['request', 'Table', 'Later', 'dialog'], function (request, Table, Later, dialog) {
  request('/rest/api/2/project');
  Table.fill(1);
  Later.ask();
  dialog.create({ key: 'x' });
});
