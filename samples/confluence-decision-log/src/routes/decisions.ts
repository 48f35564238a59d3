import { Router } from 'express';
import * as decisions from '../services/decisions';
import { ConfluenceError } from '../services/confluence';
import type { AddOn } from '../types';
import { ownPage } from '../middleware/own-page';
import { wrap } from '../middleware/wrap';

const MAX_NOTE = 200;

export function decisionsRouter(addon: AddOn): Router {
  const router = Router();
  router.use(addon.checkValidToken());

  router.get(
    '/recent',
    wrap(async (req, res) => {
      const entries = await decisions.recent(addon, req.context.clientKey);
      const status = req.query.status;
      res.json({
        recent: status ? entries.filter((entry) => entry.status === status) : entries,
        total: entries.length,
      });
    })
  );

  router.get(
    '/:pageId',
    ownPage,
    wrap(async (req, res) => {
      const decision = await decisions.read(addon, req.context.clientKey, req.params.pageId);
      if (!decision) {
        res.status(404).json({ message: 'Nothing decided here.' });
        return;
      }
      res.json({ decision });
    })
  );

  router.put(
    '/:pageId',
    ownPage,
    addon.authorizeConfluence({ content: 'update' }),
    wrap(async (req, res) => {
      const { status, note = '' } = req.body as { status?: unknown; note?: unknown };
      if (!decisions.isStatus(status)) {
        res.status(400).json({ message: `A decision is ${decisions.STATUSES.join(', ')}.` });
        return;
      }
      const { clientKey, userAccountId } = req.context;
      const { pageId } = req.params;

      try {
        const current = await decisions.read(addon, clientKey, pageId);
        if (!decisions.mayBecome(current?.status, status)) {
          res.status(409).json({ message: `What was ${current?.status} cannot become ${status}.` });
          return;
        }
        const decision = {
          status,
          owner: userAccountId ?? null,
          note: String(note).slice(0, MAX_NOTE),
          changed: new Date().toISOString(),
        };
        await decisions.write(addon, clientKey, pageId, decision);
        res.json({ decision });
      } catch (error) {
        if (error instanceof ConfluenceError) {
          res.status(502).json({ message: error.message });
          return;
        }
        throw error;
      }
    })
  );

  return router;
}
