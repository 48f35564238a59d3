const express = require('express');
const ace = require('atlassian-connect-express');
const { expressjwt } = require('express-jwt');
const cors = require('cors');

const app = express();
const addon = ace(app);

app.use(cors());
// Who may not is told so, whatever else goes.
app.use('/api', expressjwt({ secret: process.env.KEY, algorithms: ['HS256'] }));
app.use(mayRead);

function mayRead(req, res, next) {
  return req.context.userAccountId ? next() : res.sendStatus(403);
}

/** `cors` is a name of this function's own here. */
function list(cors) {
  return cors.map((one) => one.name);
}

app.get('/panel', addon.authenticate(), (req, res) => res.json(list(req.body.items || [])));
