import express from 'express';
const app = express();
app.get('/x', (req, res) => {
  res.send(`
    <script src="https://connect.example.com/all.js"></script>
    <script>AP.navigator.go('addonmodule', { key: "${req.query.k}" }); fetch('https://inner.example.com/x');</script>
  `);
});
const text = 'a < b and <b>no script</b> https://no.example.com';
