const express = require('express');
const ace = require('atlassian-connect-express');
const app = express();
const addon = ace(app);

const cron = require('node-cron');
addon.on('issue_created', (event, body, req) => { fetch('https://hook.example.com'); });
addon.on('host_settings_saved', () => fetch('https://saved.example.com'));
cron.schedule('0 * * * *', () => fetch('https://cron.example.com'));
setInterval(poll, 60000);
function poll() { fetch('https://poll.example.com'); }
fetch('https://start.example.com');
