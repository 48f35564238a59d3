var request = require('request');
function Client(opts) { this.base = opts.base || 'https://old.example.com'; }
Client.prototype.get = function (path, cb) { request(this.base + path, cb); };
Client.prototype.both = function () { this.get('/x', function () {}); };
module.exports = Client;
new Client({}).both();
