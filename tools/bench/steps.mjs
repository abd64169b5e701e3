// Bundles of the clock against each other, turn by turn: did a step gain?
// usage: node tools/bench/steps.mjs [--rounds N] DIR MAIN…
// DIR is on the file system to measure on; MAIN are main.mjs files, built by `node tools/build/build.mjs apps/clock OUT`.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, spread, table } from './figures.mjs';
import { MAX_STOLEN, stolenFromNow } from './host.mjs';
import { machine } from './machine.mjs';
import { answered, cpuNs, load, start } from './measure.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' } },
});
const rounds = Number(values.rounds);
const [dir, ...mains] = positionals;
if (mains.length === 0) throw new Error('usage: node tools/bench/steps.mjs [--rounds N] DIR MAIN…');
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
  let noisy = 0;
  for (const connections of [1, 64]) {
    const looks = servers.map(() => []);
    for (let repeats = 0; looks[0].length < rounds;) {
      const stolen = stolenFromNow();
      const found = [];
      const order = [...servers.keys()];
      for (const index of looks[0].length % 2 === 0 ? order : order.toReversed()) {
        const { child, port } = servers[index];
        const before = cpuNs([child.pid]);
        const seen = await load(port, connections, 1);
        found[index] = { ...seen, cpu: (cpuNs([child.pid]) - before) / seen.answers / 1000 };
      }
      const isNoisy = stolen() > MAX_STOLEN;
      if (isNoisy && repeats++ < rounds) continue;
      if (isNoisy) noisy += 1;
      for (const [index, look] of found.entries()) looks[index].push(look);
    }
    for (const [index, its] of looks.entries()) {
      const of = (key) => spread(its.map((look) => look[key]));
      const overFirst = (key) =>
        median(its.map((look, round) => look[key] / looks[0][round][key])).toFixed(3);
      const figures = [of('rate'), of('p50'), overFirst('p50'), of('p99'), of('cpu'), overFirst('cpu')];
      rows.push([connections, mains[index], ...figures]);
    }
  }
  console.log(
    `${machine(base, fileURLToPath(new URL('../../', import.meta.url)))}. Median [least–most] of ${rounds} rounds, ${noisy} of them with a host that gave more than ${MAX_STOLEN * 100} % of the cores to others.\n`,
  );
  const head = [
    'connections',
    'bundle',
    'answers/s',
    'p50 us',
    '÷ first',
    'p99 us',
    'CPU us/visit',
    '÷ first',
  ];
  console.log(table(head, rows));
} finally {
  for (const server of servers) await server.end();
  rmSync(base, { recursive: true, force: true });
}
