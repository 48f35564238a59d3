'use strict';

const http = require('node:http');

/**
 * A loopback server that keeps what it was asked and answers from `answer`,
 * which gets { method, path, query, headers, body } and returns [status, body].
 */
async function fakeServer(answer) {
  const requests = [];
  const server = http.createServer(async (req, res) => {
    const chunks = [];
    for await (const chunk of req) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(req.url, 'http://127.0.0.1');
    const request = {
      method: req.method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: req.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    requests.push(request);

    const [status, body] = answer(request);
    const isText = typeof body === 'string';
    res.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
    res.end(isText ? body : JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A port that was free a moment ago. */
async function freePort() {
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

module.exports = { fakeServer, freePort };
