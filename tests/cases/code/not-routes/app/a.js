const axios = require('axios');
const map = new Map();
const cache = { get(k, f) { return f(); } };
map.get('/x', () => {});
cache.get('/y', () => {});
axios.get('https://api.example.com/x', { headers: {} });
const params = new URLSearchParams();
params.get('/z');
function test(get) { get('/w', () => {}); }
test(() => {});
