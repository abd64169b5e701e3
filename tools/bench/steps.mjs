// Bundles of the clock against each other, turn by turn: did a step gain? usage: node tools/bench/steps.mjs DIR MAIN…
// DIR is on the file system to measure on; MAIN are main.mjs files, built by `node tools/build/build.mjs apps/clock OUT`.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spread, table } from './figures.mjs';
import { machine } from './machine.mjs';
import { answered, cpuNs, load, start } from './measure.mjs';

const ROUNDS = 7;
const [dir, ...mains] = process.argv.slice(2);
if (mains.length === 0) throw new Error('usage: node tools/bench/steps.mjs DIR MAIN…');
const base = mkdtempSync(join(dir, 'bench-steps-'));
const servers = [];
try {
  for (const main of mains) {
    const server = await start({ main, dataDir: mkdtempSync(join(base, 'volume-')) });
    servers.push(server);
    await answered(server, '/readyz');
    await load(server.port, 64, 1);
  }
  const rows = [];
  for (const connections of [1, 64]) {
    const looks = servers.map(() => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = [...servers.keys()];
      for (const index of round % 2 === 0 ? order : order.toReversed()) {
        const { child, port } = servers[index];
        const before = cpuNs([child.pid]);
        const seen = await load(port, connections, 1);
        looks[index].push({ ...seen, cpu: (cpuNs([child.pid]) - before) / seen.answers / 1000 });
      }
    }
    for (const [index, its] of looks.entries()) {
      const of = (key) => spread(its.map((look) => look[key]));
      rows.push([connections, mains[index], of('rate'), of('p50'), of('p99'), of('cpu')]);
    }
  }
  console.log(
    `${machine(base, fileURLToPath(new URL('../../', import.meta.url)))}. Median [least–most] of ${ROUNDS} rounds.\n`,
  );
  console.log(table(['connections', 'bundle', 'answers/s', 'p50 us', 'p99 us', 'CPU us/visit'], rows));
} finally {
  for (const server of servers) await server.end();
  rmSync(base, { recursive: true, force: true });
}
