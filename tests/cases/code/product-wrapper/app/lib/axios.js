const axios = require('axios');
exports.ask = (base, method, path) => axios({ method, url: base + path });
