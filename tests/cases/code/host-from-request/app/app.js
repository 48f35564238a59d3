const app = require('express')();
const axios = require('axios');
app.post('/x', async (req, res) => {
  await axios.get(req.body.url);
  const { server } = req.query;
  await axios.post(`${server}/hook`);
  await axios.get(`https://${req.params.host}/y`);
});
