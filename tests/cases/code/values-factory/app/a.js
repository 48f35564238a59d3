const axios = require('axios');
function make(base) { return axios.create({ baseURL: base }); }
const a = make('https://a.example.com');
const b = make('https://b.example.com');
a.get('/1');
b.get('/2');
