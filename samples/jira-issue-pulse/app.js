'use strict';

const http = require('http');
const path = require('path');
const ace = require('atlassian-connect-express');
const bodyParser = require('body-parser');
const compression = require('compression');
const express = require('express');
const hbs = require('express-hbs');
const morgan = require('morgan');

const memoryStore = require('./lib/memory-store');
const routes = require('./routes');

// Must happen before the add-on is built: config.json names this adapter.
ace.store.register('memory', memoryStore);

const app = express();
const addon = ace(app);

const env = app.get('env');
const port = addon.config.port();
app.set('port', port);

const viewsDir = path.join(__dirname, 'views');
app.engine('hbs', hbs.express4({ partialsDir: path.join(viewsDir, 'partials') }));
app.set('view engine', 'hbs');
app.set('views', viewsDir);
hbs.registerHelper('day', (iso) => String(iso || '').slice(0, 10));

if (env !== 'test') {
  app.use(morgan(env === 'development' ? 'dev' : 'combined'));
}
app.use(compression());
app.use(bodyParser.json({ limit: '1mb' }));
app.use(bodyParser.urlencoded({ extended: false }));
app.use(addon.middleware());
app.use((req, res, next) => {
  // Jira adds lic=active or lic=none to every iframe URL of a paid app.
  res.locals.unlicensed = req.query.lic === 'none';
  next();
});
app.use(express.static(path.join(__dirname, 'public')));

routes(app, addon);

app.use((err, req, res, next) => {
  addon.logger.error(err.stack || err);
  if (res.headersSent) {
    return next(err);
  }
  return res.status(err.status || 500).json({ message: 'Something went wrong.' });
});

const server = http.createServer(app);
server.listen(port, process.env.HOST || '0.0.0.0', () => {
  addon.logger.info(`Issue Pulse listens on port ${port}`);
  if (env === 'development') {
    // Does nothing unless credentials.json names a site to register with.
    addon.register();
  }
});

module.exports = { app, addon, server };
