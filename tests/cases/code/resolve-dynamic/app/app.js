const fs = require('fs');
const path = require('path');
const app = require('express')();
fs.readdirSync(path.join(__dirname, 'routes')).forEach(file => require('./routes/' + file)(app));
import('./late.js').then(m => m.run());
