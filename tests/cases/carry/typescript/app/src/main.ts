import express, { type Request, type Response } from 'express';
import ace from 'atlassian-connect-express';
import { total } from '@lib/total';
import { check } from './lib/check.js';

const app = express();
const addon = ace(app);

app.get('/panel', addon.authenticate(), (req: Request, res: Response) => {
  res.json({ total: total(check(req.query)) });
});

app.listen(Number(process.env.PORT));
