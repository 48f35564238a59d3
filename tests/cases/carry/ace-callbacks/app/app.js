// The server of the example.
const ace = require('atlassian-connect-express');
const express = require('express');
const helmet = require('helmet');
const http = require('http');
const { name } = require('./package.json');
const routes = require('./routes');

const app = express();
const addon = ace(app);

// Headers that browsers want.
app.use(helmet());
app.use(express.json(), addon.middleware());

routes(app, addon);

http.createServer(app).listen(addon.config.port(), () => console.log(name));
