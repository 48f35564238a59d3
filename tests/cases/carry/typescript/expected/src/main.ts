// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/express.js
import express, { type Request, type Response } from './connect/express.js';
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/ace.js
import ace from './connect/ace.js';
import { total } from './lib/total';
import { check } from './lib/check';

const app = express();
const addon = ace(app);

app.get('/panel', addon.authenticate(), (req: Request, res: Response) => {
  res.json({ total: total(check(req.query)) });
});
