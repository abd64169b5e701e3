// Runs in a pod, by kubectl exec: visitors that ask `url` again and again until stdin ends. Every answer is a line of JSON.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const { url, visitors, pauseMs, keepAlive } = JSON.parse(process.argv[2] ?? process.argv[1]);
const agent = new Agent({ keepAlive, maxSockets: visitors });
let stopping = false;
process.stdin.on('end', () => (stopping = true)).resume();

function tell(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

/** Any answer is told with its status; none, with the code of the error. */
function visit() {
  return new Promise((resolve) => {
    const asked = request(
      url,
      { agent, timeout: 15_000, headers: { accept: 'application/json' } },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk) => (body += chunk));
        answer.on('end', () => {
          tell({ status: answer.statusCode, ...JSON.parse(body || '{}') });
          resolve();
        });
        answer.on('error', fail);
      },
    );
    function fail(error) {
      tell({ failed: error.code ?? error.message, at: new Date().toISOString() });
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
