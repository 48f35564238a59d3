const axios = require('axios');

axios.post(`${process.env.VAULT_URL}/encrypt`, {});
axios.post('http://localhost:4566/queue', {});
