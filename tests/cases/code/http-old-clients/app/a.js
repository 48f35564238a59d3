const request = require('request');
const rp = require('request-promise-native');
const superagent = require('superagent');
const needle = require('needle');
const got = require('got');
const ky = require('ky');
request('https://a.example.com/1', cb);
request({ url: 'https://b.example.com/2', method: 'PUT' }, cb);
request.del('https://c.example.com/3', cb);
const r = request.defaults({ baseUrl: 'https://d.example.com/api' });
r.get('/4', cb);
rp.post({ uri: 'https://e.example.com/5' });
superagent.get('https://f.example.com/6').set('a', 'b').end(cb);
needle('post', 'https://g.example.com/7', {});
got('https://h.example.com/8').json();
const g = got.extend({ prefixUrl: 'https://i.example.com' });
g.post('nine');
ky.get('https://j.example.com/10');
function cb() {}
