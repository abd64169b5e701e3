// A real process in the place of a bundle: it serves the probes, names itself, drains on SIGTERM as our apps do,
// and can be told to misbehave with POST /become?ready=no, ?live=no or ?exit=<code>.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const { PORT, METRICS_PORT, POD_NAME, DRAIN_SECONDS, STAND_IN_STARTUP_MS } = process.env;
const sidecar = fileURLToPath(import.meta.url).includes('metrics-sidecar');
const startedAt = Date.now();
const total = { total: 1234, exact: true, reasons: [], replicas: [] };
const is = { ready: true, live: true, draining: false };

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://stand-in');
  const answer = (status, body = '') => {
    if (is.draining) response.setHeader('connection', 'close');
    response.writeHead(status, { 'x-pod': POD_NAME, 'x-pid': String(process.pid) }).end(body);
  };
  if (url.pathname === '/startupz')
    return answer(Date.now() - startedAt >= Number(STAND_IN_STARTUP_MS ?? 0) ? 200 : 503);
  if (url.pathname === '/livez') return answer(is.live ? 200 : 503);
  if (url.pathname === '/readyz') return answer(is.ready && !is.draining ? 200 : 503);
  if (url.pathname === '/slow')
    return void setTimeout(() => answer(200, POD_NAME), Number(url.searchParams.get('ms')));
  if (url.pathname === '/total') return answer(200, JSON.stringify({ ...total, pod: POD_NAME }));
  if (url.pathname === '/become') {
    if (url.searchParams.has('exit')) console.log('I was told to');
    if (url.searchParams.has('exit')) process.exit(Number(url.searchParams.get('exit')));
    for (const [name, value] of url.searchParams) is[name] = value !== 'no';
  }
  answer(200, POD_NAME);
});
server.listen(Number(sidecar ? METRICS_PORT : PORT), '127.0.0.1', () => console.log(`${POD_NAME} listens`));

process.once('SIGTERM', () => {
  is.draining = true;
  setTimeout(() => server.close(() => process.exit(0)), Number(sidecar ? 0 : DRAIN_SECONDS) * 1000);
});
