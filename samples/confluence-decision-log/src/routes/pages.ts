import type { Application } from 'express';
import { loadSettings, STATUSES } from '../services/decisions';
import type { AddOn } from '../types';
import { wrap } from '../middleware/wrap';

const MAX_ROWS = 50;

/** The pages are React; the server only hands them what the address says. */
export function registerPages(app: Application, addon: AddOn): void {
  app.get(
    '/macro',
    addon.authenticate(),
    wrap(async (req, res) => {
      const { pageId, spaceKey, showOwner } = req.query as Record<string, string>;
      const settings = await loadSettings(addon, req.context.clientKey);
      const limit = Math.min(Number(req.query.limit) || 10, MAX_ROWS);
      res.render('macro', {
        pageId,
        spaceKey,
        label: req.query.label || settings.label,
        limit,
        showOwner: showOwner !== 'false',
      });
    })
  );

  app.get(
    '/macro-editor',
    addon.authenticate(),
    wrap(async (req, res) => {
      const settings = await loadSettings(addon, req.context.clientKey);
      res.render('editor', { label: settings.label, maxRows: MAX_ROWS });
    })
  );

  app.get('/byline', addon.authenticate(), (req, res) => {
    res.render('byline', { pageId: req.query.pageId, statuses: STATUSES.join(',') });
  });
}
