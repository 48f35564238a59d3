const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

app.get('/x', async (req, res) => {
  const k = req.context.clientKey;
  await addon.settings.set('a', { b: 1 }, k);
  const v = await addon.settings.get('a', k);
  await addon.settings.del('a', k);
  res.json(v);
});
localStorage.setItem('a', 'b');
const settings = { get() {} };
settings.get('x');
