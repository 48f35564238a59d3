const express = require('express');
const app = express();
app.get('/p', async (req, res) => {
  await fetch('https://evil.example.net/?q=<script>window.hacked=3</script>');
  await fetch(req.query['</td><script>window.hacked=4</script>']);
  res.send('=1+1');
});
app.post('/hook"><svg onload=window.hacked=5>', (req, res) => res.end());
app.listen(3000);
