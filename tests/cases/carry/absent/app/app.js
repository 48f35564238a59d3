import express from 'express';
import ace from 'atlassian-connect-express';
import { Pool } from 'pg';
import generated from './generated/client.js';

const pool = new Pool();
const app = express();
const addon = ace(app);

app.get('/panel', addon.authenticate(), async (req, res) => res.json(await generated.read()));
app.get('/rows', addon.checkValidToken(), async (req, res) => {
  const { rows } = await pool.query('select 1');
  res.json(rows);
});
