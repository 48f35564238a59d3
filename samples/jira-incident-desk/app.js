'use strict';

const http = require('http');
const path = require('path');
const ac = require('atlassian-connect-express');
const bodyParser = require('body-parser');
const compression = require('compression');
const express = require('express');
const hbs = require('express-hbs');
const morgan = require('morgan');

const schedule = require('./jobs/schedule');
const memoryStore = require('./lib/memory-store');
const routes = require('./routes');

ac.store.register('memory', memoryStore);

const app = express();
const addon = ac(app);
const port = addon.config.port();
const devEnv = app.get('env') === 'development';

app.set('port', port);
app.engine('hbs', hbs.express4({ partialsDir: path.join(__dirname, 'views/partials') }));
app.set('view engine', 'hbs');
app.set('views', path.join(__dirname, 'views'));

if (app.get('env') !== 'test') {
  app.use(morgan(devEnv ? 'dev' : 'combined'));
}

// The status page signs the bytes that it sends, so they are kept for /hooks.
app.use(
  bodyParser.json({
    verify: function (req, res, buffer) {
      req.rawBody = buffer.toString('utf8');
    },
  })
);
app.use(bodyParser.urlencoded({ extended: false }));
app.use(addon.middleware());
app.use(compression());
app.use(express.static(path.join(__dirname, 'public')));

routes(app, addon);

app.use(function (err, req, res, next) {
  addon.logger.error(err.stack || err);
  if (res.headersSent) {
    return next(err);
  }
  res.status(err.status || 500).json({ error: err.expose ? err.message : 'Internal error' });
});

const server = http.createServer(app).listen(port, process.env.HOST || '0.0.0.0', function () {
  addon.logger.info('Incident Desk is running on port ' + port);
  if (devEnv) {
    addon.register();
  }
  schedule.start(addon);
});

module.exports = { app, addon, server };
