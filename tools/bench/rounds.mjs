import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CONTESTANTS, serve } from './contestants.mjs';
import { MAX_STOLEN, stolenFromNow } from './host.mjs';
import { cpuNs, load } from './measure.mjs';

const MAX_HELLO_MOVE = 0.1;
const NAMES = Object.keys(CONTESTANTS).filter((name) => name !== 'hello');

/** One look at a contestant: what wrk saw, and CPU us per visit of all its processes. */
async function look(server, connections, seconds) {
  const before = cpuNs(server.pids);
  const seen = await load(server.port, connections, seconds);
  server.answers += seen.answers;
  server.unanswered += connections;
  return { ...seen, cpu: (cpuNs(server.pids) - before) / seen.answers / 1000 };
}

/**
 * All contestants on one ground, turn by turn, hello before and after each round; a round in between which hello moved
 * by more than a tenth, or the host gave more than MAX_STOLEN to others, is run again, `rounds` times at most. Returns
 * `{cells: [{connections, name, looks: [{rate, ratio, p50, p99, p999, cpu}]}], discarded, kept, missed}`.
 */
export async function compare(ground, opened, { rounds, seconds }) {
  const servers = {};
  const [cells, missed] = [[], {}];
  let [discarded, kept] = [0, 0];
  try {
    for (const name of Object.keys(CONTESTANTS)) {
      const served = await serve(name, join(opened.path, name), opened.env);
      servers[name] = Object.assign(served, { answers: 0, unanswered: 0 });
      await look(servers[name], 16, 1);
    }
    for (const connections of ground.connections) {
      const looks = Object.fromEntries(['hello', ...NAMES].map((name) => [name, []]));
      let before = await look(servers.hello, connections, seconds);
      let repeats = 0;
      for (let round = 0; round < rounds;) {
        const found = {};
        const stolen = stolenFromNow();
        for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed())
          found[name] = await look(servers[name], connections, seconds);
        const after = await look(servers.hello, connections, seconds);
        const hello = (before.rate + after.rate) / 2;
        const moved = Math.abs(after.rate - before.rate) / hello > MAX_HELLO_MOVE;
        const isNoisy = moved || stolen() > MAX_STOLEN;
        before = after;
        if (isNoisy && repeats++ < rounds) {
          discarded += 1;
          continue;
        }
        if (isNoisy) kept += 1;
        for (const [name, one] of Object.entries({ ...found, hello: after }))
          looks[name].push({ ...one, ratio: one.rate / hello });
        round += 1;
      }
      for (const [name, its] of Object.entries(looks)) cells.push({ connections, name, looks: its });
    }
    for (const name of NAMES) missed[name] = await shortfall(name, servers[name]);
  } finally {
    for (const server of Object.values(servers)) await server.end();
  }
  return { cells, discarded, kept, missed };
}

/** Answers that no count stands for. Only a report's app may have any. */
async function shortfall(name, server) {
  const counted = await server.counted();
  const { answers, unanswered } = server;
  const missing = answers - counted;
  if (missing > 0 && CONTESTANTS[name].keeps === 'power cut')
    throw new Error(`${name} answered ${answers} visits and counted ${counted}`);
  if (-missing > unanswered) throw new Error(`${name} counted ${counted} visits and answered ${answers}`);
  return { answers, missing: Math.max(0, missing) };
}

/** What each contestant misses of its answers after its end under load: killed, or with the power of its ground cut. */
export async function accidents(opened, connections) {
  const lost = {};
  for (const name of NAMES) {
    const path = mkdtempSync(join(opened.path, `${name}-`));
    const server = await serve(name, path, opened.env);
    const loaded = load(server.port, connections, 2, true);
    await pause(1200);
    if (opened.cutPower) {
      // Nobody may answer from a call that was under way while the file system went down.
      for (const pid of server.pids) process.kill(pid, 'SIGSTOP');
      await pause(100);
      opened.cutPower();
    }
    await server.end('SIGKILL');
    opened.restorePower?.();
    const { answers } = await loaded;
    const counted = await CONTESTANTS[name].counted(path);
    lost[name] = { answers, missing: Math.max(0, answers - counted) };
  }
  return lost;
}
