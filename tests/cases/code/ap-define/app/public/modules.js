AP.define('Table', {
  fill: function (rows) { fetch('https://rows.example.com/' + rows); },
});
AP.define('Later', ['request'], { ask: function () {} });
other.define('dialog', { create: function () {} });
