const httpProxy = require('http-proxy');

const spa = httpProxy.createProxyServer({ target: { host: 'single-page', port: 3000 } });
const local = httpProxy.createProxyServer({ target: { host: '127.0.0.1', port: 3000 } });

module.exports = (app) => {
  app.use('/spa', (req, res) => spa.web(req, res));
  app.use('/local', (req, res) => local.web(req, res));
};
