import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import getPort from 'get-port';

const SERVER_CORE = '0';
const LOAD_CORE = '1';
const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** A bench that fails leaves no process behind. */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A process on the servers' core; `end` also waits for it. */
export function onServerCore(command, args, env = {}, core = SERVER_CORE) {
  const child = spawn('taskset', ['-c', core, command, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  });
  running.add(child);
  const exited = once(child, 'exit').finally(() => running.delete(child));
  return {
    child,
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
    },
  };
}

/** A server on its own core, a load on the other. The log is written, to nowhere. */
export async function start({ main, dataDir, env = {}, port: given, core }) {
  const [port, adminPort] = [given ?? (await getPort()), await getPort()];
  const startedMs = performance.now();
  const served = onServerCore(
    process.execPath,
    [main],
    {
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
    core,
  );
  return { ...served, port, adminPort, startedMs };
}

/** When `path` first answers 200, in ms since the epoch of performance.now(). */
export async function answered(server, path, everyMs = 20) {
  const endMs = performance.now() + 60_000;
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

/** Nanoseconds that these processes have been on a core, all threads. */
export function cpuNs(pids) {
  let sum = 0;
  for (const pid of pids)
    for (const task of readdirSync(`/proc/${pid}/task`))
      sum += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  return sum;
}

/**
 * `{answers, rate, p50, p99, p999 (us), broken}` of so many connections that each wait for their answer. Answers that
 * are no 2xx are none, and throw unless `mayFail`.
 */
export async function load(port, connections, seconds, mayFail = false) {
  const args = ['-t1', '--timeout', '20s', `-c${connections}`, `-d${seconds}s`, '-s', SCRIPT];
  const wrk = [
    '-c',
    LOAD_CORE,
    'wrk',
    ...args,
    '-H',
    'Accept: application/json',
    `http://127.0.0.1:${port}/`,
  ];
  const { stdout } = await promisify(execFile)('taskset', wrk);
  const { requests, us, refused, broken, ...latencies } = JSON.parse(/RESULT (.*)/.exec(stdout)[1]);
  if (!mayFail && refused + broken > 0) throw new Error(`the load met errors:\n${stdout}`);
  const answers = requests - refused;
  return { answers, rate: (answers / us) * 1e6, broken, ...latencies };
}

/** `siblings`: so many more of the same set, each exchanging with all; not on the server's core, as on other nodes. */
export async function requestsPerSecond(options) {
  const { main, dataDir, env, connections, seconds, warmSeconds, siblings = 0 } = options;
  const ports = await Promise.all(Array.from({ length: siblings + 1 }, () => getPort()));
  const PEERS = siblings > 0 ? ports.map((port) => `http://127.0.0.1:${port}`).join(',') : '';
  const started = [];
  try {
    for (const [ordinal, port] of ports.entries()) {
      const its = { POD_NAME: `clock-${ordinal}`, PEERS, ...env };
      const core = ordinal === 0 ? SERVER_CORE : LOAD_CORE;
      started.push(await start({ main, dataDir: `${dataDir}/${ordinal}`, env: its, port, core }));
    }
    const [server] = started;
    for (const one of started) await answered(one, '/readyz');
    if (siblings > 0) await answered(server, '/total');
    await load(server.port, connections, warmSeconds);
    return (await load(server.port, connections, seconds)).rate;
  } finally {
    for (const one of started) await one.end();
  }
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
