import http from 'http';
import path from 'path';
import ace from 'atlassian-connect-express';
import bodyParser from 'body-parser';
import compression from 'compression';
import express, { NextFunction, Request, Response } from 'express';
import morgan from 'morgan';

import registerRoutes from './routes';
import { createMemoryStore } from './store/memory-store';

// The template engine has no types.
// eslint-disable-next-line @typescript-eslint/no-var-requires
const hbs = require('express-hbs');

ace.store.register('memory', createMemoryStore);

const app = express();
const addon = ace(app);
const root = path.join(__dirname, '..');
const port = addon.config.port();

app.set('port', port);
app.engine('hbs', hbs.express4({ layoutsDir: path.join(root, 'views') }));
app.set('view engine', 'hbs');
app.set('views', path.join(root, 'views'));

if (app.get('env') !== 'test') {
  app.use(morgan('combined'));
}
app.use(bodyParser.json());
app.use(bodyParser.urlencoded({ extended: false }));
app.use(addon.middleware());
app.use(compression());
app.use(express.static(path.join(root, 'public')));

registerRoutes(app, addon);

app.use((err: Error & { status?: number }, req: Request, res: Response, next: NextFunction) => {
  console.error(err);
  if (res.headersSent) {
    next(err);
    return;
  }
  res.status(err.status ?? 500).json({ message: err.status ? err.message : 'Unexpected error' });
});

const server = http.createServer(app);
server.listen(Number(port), process.env.HOST ?? '0.0.0.0', () => {
  if (app.get('env') === 'development') {
    void addon.register();
  }
});

export { app, addon, server };
