const https = require('https');

function get(url) {
  return https.get(url, () => {});
}

exports.run = () => {
  get(`${process.env.STATUS_URL}/version`);
  get('https://api.example.com/branches/main');
};
