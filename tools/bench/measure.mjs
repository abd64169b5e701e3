import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const SERVER_CORE = '0';
const LOAD_CORE = '1';

/** A server on its own core, a load on the other. The log is written, to nowhere. */
async function start({ main, dataDir, env = {}, port: given, core = SERVER_CORE }) {
  const [port, adminPort] = [given ?? (await freePort()), await freePort()];
  const startedMs = performance.now();
  const child = spawn('taskset', ['-c', core, process.execPath, main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: `${port}`,
      METRICS_PORT: `${port}`,
      ADMIN_PORT: `${adminPort}`,
      DATA_DIR: dataDir,
      POD_NAME: 'clock-0',
      DRAIN_SECONDS: '0',
      ...env,
    },
  });
  const exited = once(child, 'exit');
  return {
    child,
    port,
    startedMs,
    async end() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** When `path` first answers 200, in ms since the epoch of performance.now(). */
async function answered(server, path, everyMs) {
  const endMs = performance.now() + 15_000;
  while ((await statusOf(server.port, path)) !== 200) {
    if (server.child.exitCode !== null || performance.now() > endMs) throw new Error(`${path}: no answer`);
    await pause(everyMs);
  }
  return performance.now();
}

function statusOf(port, path) {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', () => resolve(0));
  });
}

/** `siblings`: so many more of the same set, each exchanging with all; not on the server's core, as on other nodes. */
export async function requestsPerSecond(options) {
  const { main, dataDir, env, connections, seconds, warmSeconds, siblings = 0 } = options;
  const ports = await Promise.all(Array.from({ length: siblings + 1 }, freePort));
  const PEERS = siblings > 0 ? ports.map((port) => `http://127.0.0.1:${port}`).join(',') : '';
  const started = [];
  try {
    for (const [ordinal, port] of ports.entries()) {
      const its = { POD_NAME: `clock-${ordinal}`, PEERS, ...env };
      const core = ordinal === 0 ? SERVER_CORE : LOAD_CORE;
      started.push(await start({ main, dataDir: `${dataDir}/${ordinal}`, env: its, port, core }));
    }
    const [server] = started;
    for (const one of started) await answered(one, '/readyz', 20);
    if (siblings > 0) await answered(server, '/total', 20);
    await wrk(server.port, connections, warmSeconds);
    return await wrk(server.port, connections, seconds);
  } finally {
    for (const one of started) await one.end();
  }
}

async function wrk(port, connections, seconds) {
  const load = [
    '-c',
    LOAD_CORE,
    'wrk',
    '-t1',
    '--timeout',
    '20s',
    `-c${connections}`,
    `-d${seconds}s`,
    '-H',
    'Accept: application/json',
  ];
  const { stdout } = await promisify(execFile)('taskset', [...load, `http://127.0.0.1:${port}/`]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`the load met errors:\n${stdout}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
}

export async function firstAnswerAndMemory({ main, dataDir, sidecar }) {
  const server = await start({ main, dataDir });
  try {
    const firstMs = (await answered(server, sidecar ? '/healthz' : '/livez', 2)) - server.startedMs;
    await pause(1500);
    const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]);
    return { firstMs, rssMiB: kib / 1024 };
  } finally {
    await server.end();
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
