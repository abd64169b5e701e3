import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { answered, onServerCore, start } from './measure.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const packageFile = fileURLToPath(new URL('package.json', import.meta.url));
const peer = join(root, 'dist/tools/bench/main.mjs');
const require = createRequire(packageFile);

function inSqlite(dir) {
  const Sqlite = require('better-sqlite3');
  const database = new Sqlite(join(dir, 'visits.sqlite'));
  try {
    return database.prepare('SELECT n FROM count').get().n;
  } finally {
    database.close();
  }
}

/** The clock's last whole line: its count is absolute. */
function inLog(dir) {
  for (const name of ['visits.log', 'visits.log.1']) {
    const text = read(join(dir, name));
    const last = text.lastIndexOf('\n');
    if (last < 0) continue;
    return Number(text.slice(text.lastIndexOf('\n', last - 1) + 1, last).split(' ')[1]);
  }
  return 0;
}

async function inLmdb(dir) {
  const database = require('lmdb').open({ path: join(dir, 'visits.lmdb') });
  const n = database.get('n') ?? 0;
  await database.close();
  return n;
}

async function inRedis(dir, running) {
  const server = running ?? (await startRedis(dir, {}));
  const client = new (require('ioredis').Redis)(server.socket);
  try {
    for (;;) {
      const n = await client.get('n').catch(() => 'LOADING');
      if (n !== 'LOADING') return Number(n);
      await pause(50);
    }
  } finally {
    client.disconnect();
    if (!running) await server.end('SIGKILL');
  }
}

function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

async function startRedis(dataDir, env) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-')); // a socket's path has 107 bytes at most
  const socket = join(folder, 'socket');
  const own = ['--port', '0', '--unixsocket', socket, '--dir', dataDir, '--save', ''];
  const aof = ['--appendonly', 'yes', '--appendfsync', 'always', '--auto-aof-rewrite-percentage', '0'];
  const server = onServerCore('redis-server', [...own, ...aof, '--logfile', '/dev/null'], env);
  while (!existsSync(socket) && server.child.exitCode === null) await pause(20);
  const end = async (signal) => {
    await server.end(signal);
    rmSync(folder, { recursive: true });
  };
  return { ...server, socket, end };
}

/** `title`; `keeps`: what an answer promises; `counted`: how many visits a directory holds. hello brackets each round. */
export const CONTESTANTS = {
  hello: { title: 'hello, uncounted', keeps: 'nothing' },
  clock: {
    title: 'the clock',
    keeps: 'power cut',
    main: process.env.BENCH_CLOCK ?? join(root, 'dist/apps/clock/main.mjs'),
    counted: inLog,
  },
  sqlite: { title: 'SQLite, a synced transaction a visit', keeps: 'power cut', counted: inSqlite },
  'sqlite-batched': { title: 'SQLite, batched by hand', keeps: 'power cut', counted: inSqlite },
  redis: { title: 'Redis, appendfsync always', keeps: 'power cut', counted: inRedis, needs: startRedis },
  lmdb: { title: 'lmdb, flushed', keeps: 'power cut', counted: inLmdb },
  rewrite: {
    title: 'a report’s app: read, add one, write',
    keeps: 'nothing',
    counted: (dir) => Number(read(join(dir, 'visits'))) || 0,
  },
  append: {
    title: 'a report’s app: append a line',
    keeps: 'kill',
    counted: (dir) => read(join(dir, 'visits')).split('\n').length - 1,
  },
};

/** A contestant that serves: `port`, `pids` of all its processes, `counted()` on its directory, `end(signal)`. */
export async function serve(name, dataDir, env = {}) {
  const contestant = CONTESTANTS[name];
  mkdirSync(dataDir, { recursive: true });
  const needed = await contestant.needs?.(dataDir, env);
  const its = { BENCH_PEER: name, BENCH_PACKAGE: packageFile, BENCH_REDIS: needed?.socket ?? '', ...env };
  const server = await start({ main: contestant.main ?? peer, dataDir, env: its });
  await answered(server, '/readyz');
  return {
    port: server.port,
    adminPort: server.adminPort,
    pids: [server, ...(needed ? [needed] : [])].map(({ child }) => child.pid),
    counted: () => contestant.counted?.(dataDir, needed),
    async end(signal = 'SIGTERM') {
      await server.end(signal);
      await needed?.end(signal);
    },
  };
}
