function one(fetch) { fetch('https://no.example.com/1'); }
function two() { const axios = { get() {} }; axios.get('https://no.example.com/2'); }
import * as lib from './lib';
lib.get('https://no.example.com/3');
const http = { request() {} };
http.request('https://no.example.com/4');
class AP { static request() {} }
AP.request('/rest');
{ let $ = { ajax() {} }; $.ajax('https://no.example.com/5'); }
