'use strict';

const axios = require('axios');

const hook = axios.create({
  baseURL: process.env.PULSE_HOOK_URL || 'https://hooks.example-pulse.com',
  timeout: 5000,
});

/** Tells the team's chat that an issue is fading. */
async function notifyStalled({ channel, hostBaseUrl, issue, pulse }) {
  const { data } = await hook.post('/services/pulse', {
    channel,
    text: `${issue.key} is ${pulse.band} (${pulse.score}/100): ${pulse.reasons.join(', ')}`,
    link: `${hostBaseUrl}/browse/${issue.key}`,
  });
  return data;
}

module.exports = { notifyStalled };
