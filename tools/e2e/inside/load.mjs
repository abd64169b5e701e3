// Runs in a pod, by kubectl exec: visitors that ask `url` again and again until stdin ends. Every visit is a line of JSON
// before it is sent, and another when it is answered; times are ms since the first line's.
import { lookup } from 'node:dns';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const { url, visitors, pauseMs, keepAlive } = JSON.parse(process.argv[2] ?? process.argv[1]);
const agent = new Agent({ keepAlive, maxSockets: visitors });
let stopping = false;
let sent = 0;
process.stdin.on('end', () => (stopping = true)).resume();

const startedMs = performance.now();
process.stdout.write(JSON.stringify({ startedAt: new Date().toISOString() }) + '\n');

function tell(line) {
  process.stdout.write(JSON.stringify({ ...line, ms: performance.now() - startedMs }) + '\n');
}

/** A name server that has no time is no failure of the service: it is asked again. */
function find(host, options, found) {
  lookup(host, options, (error, ...addresses) => {
    if (error?.code === 'EAI_AGAIN' && !stopping) find(host, options, found);
    else found(error, ...addresses);
  });
}

/** Any answer is reported with its status; none, with the code of the error. */
function visit() {
  const visit = (sent += 1);
  tell({ visit, sent: true });
  return new Promise((resolve) => {
    const asked = request(
      url,
      { agent, lookup: find, timeout: 15_000, headers: { accept: 'application/json' } },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk) => (body += chunk));
        answer.on('end', () => {
          tell({ ...JSON.parse(body || '{}'), status: answer.statusCode, visit });
          resolve();
        });
        answer.on('error', fail);
      },
    );
    function fail(error) {
      tell({ failed: error.code ?? error.message, at: new Date().toISOString(), visit });
      resolve();
    }
    asked.on('timeout', () => asked.destroy(new Error('no answer in 15 s')));
    asked.on('error', fail);
    asked.end();
  });
}

async function visitor() {
  while (!stopping) {
    await visit();
    await pause(pauseMs);
  }
}

await Promise.all(Array.from({ length: visitors }, visitor));
agent.destroy();
