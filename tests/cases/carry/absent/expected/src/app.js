// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/express.js
import express from './connect/express.js';
// FORGE-REVIEW(FS6101): what is used of it must be in src/connect/ace.js
import ace from './connect/ace.js';
// FORGE-TODO(FS6103): pg cannot run in a function (it opens a connection of its own to a database): what is used of it throws
import { Pool } from './connect/absent/pg.js';
// FORGE-TODO(FS6103): `./generated/client.js` is not there, or holds secrets: what is used of it throws
import generated from './connect/absent/generated-client-js.js';

const pool = new Pool();
const app = express();
const addon = ace(app);

// FORGE-TODO(FS6102): GET /panel uses ./generated/client.js, which is not there in a function (app.js:10)
app.get('/panel', addon.authenticate(), async (req, res) => res.json(await generated.read()));
// FORGE-TODO(FS6102): GET /rows uses pg, which is not there in a function (app.js:12)
app.get('/rows', addon.checkValidToken(), async (req, res) => {
  const { rows } = await pool.query('select 1');
  res.json(rows);
});
