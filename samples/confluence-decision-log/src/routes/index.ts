import type { Application } from 'express';
import type { AddOn } from '../types';
import { decisionsRouter } from './decisions';
import { registerEvents } from './events';
import { registerPages } from './pages';

export default function registerRoutes(app: Application, addon: AddOn): void {
  app.get('/', (req, res) => res.redirect('/atlassian-connect.json'));
  app.get('/healthcheck', (req, res) => {
    res.json({ up: true });
  });

  registerPages(app, addon);
  app.use('/api/decisions', decisionsRouter(addon));
  registerEvents(app, addon);
}
