// A server on loopback that keeps what it was asked.
import http from 'node:http';

/** In place of a status: the line goes dead. */
export const HANG_UP = 'hang up';

/** `answer` gets `{method, path, query, headers, text, body}` and gives `[status, body]`, or a promise of it. */
export async function serve(answer) {
  const server = http.createServer(async (req, res) => {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(req.url, 'http://127.0.0.1');
    const query = {};
    for (const key of new Set(searchParams.keys())) {
      const values = searchParams.getAll(key);
      query[key] = values.length > 1 ? values : values[0];
    }
    const request = { method: req.method, path: pathname, query, headers: req.headers, text, body: parsed(text) };
    const [status, body, type] = await answer(request);
    if (status === HANG_UP) return req.socket.destroy();
    const plain = typeof body === 'string';
    res.writeHead(status, { 'content-type': type ?? (plain ? 'text/plain' : 'application/json') });
    res.end(status === 204 ? undefined : plain ? body : JSON.stringify(body));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort() {
  const { url, close } = await serve(() => [404, '']);
  await close();
  return Number(new URL(url).port);
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}
