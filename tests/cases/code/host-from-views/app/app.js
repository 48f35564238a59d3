const express = require('express');
const app = express();
const SHOP = process.env.SHOP_URL || 'https://shop.example.com';

app.get('/x', (req, res) => {
  res.render('x.hbs', {
    shopUrl: SHOP,
    logoUrl: '/logo.svg',
    startUrl: `${process.env.APP_URL}/start`,
    orgUrl: req.body.org.url,
    helpUrl: 'https://help.example.com/a',
    loginUrl: SHOP + '/login',
  });
});

app.get('/y', (req, res) => {
  res.render('y', { shopUrl: 'https://other.example.com', homeUrl: '/home' });
});
