import type { Application } from 'express';
import * as decisions from '../services/decisions';
import type { AddOn } from '../types';
import { wrap } from '../middleware/wrap';

export function registerEvents(app: Application, addon: AddOn): void {
  app.post(
    '/enabled',
    addon.authenticate(),
    wrap(async (req, res) => {
      const { clientKey } = req.context;
      if (!(await decisions.hasSettings(addon, clientKey))) {
        await decisions.saveSettings(addon, clientKey, decisions.DEFAULT_SETTINGS);
      }
      res.sendStatus(204);
    })
  );

  app.post(
    '/uninstalled',
    addon.authenticateInstall(),
    wrap(async (req, res) => {
      const { clientKey } = req.body as { clientKey: string };
      await addon.settings.del('recent-decisions', clientKey);
      await addon.settings.del('settings', clientKey);
      res.sendStatus(204);
    })
  );

  app.post(
    '/events/page-removed',
    addon.authenticate(),
    wrap(async (req, res) => {
      const { page } = req.body as { page?: { id: number | string } };
      if (page) {
        await decisions.forget(addon, req.context.clientKey, String(page.id));
      }
      res.status(204).end();
    })
  );

  app.post(
    '/events/label-added',
    addon.authenticate(),
    wrap(async (req, res) => {
      const { label, content } = req.body as { label?: { name: string }; content?: { id: number | string } };
      const { clientKey } = req.context;
      const settings = await decisions.loadSettings(addon, clientKey);
      if (content && label?.name === settings.label) {
        await decisions.propose(addon, clientKey, String(content.id), req.context.userAccountId ?? null);
      }
      res.status(204).end();
    })
  );
}
