// Ratios in one run, never absolute figures alone: every contestant runs between two runs of hello.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine } from './machine.mjs';
import { firstAnswerAndMemory, requestsPerSecond } from './measure.mjs';

const TMPFS = 0x01021994;
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const smoke = process.argv.includes('--smoke');
const plan = smoke
  ? { rounds: 1, seconds: 1, warmSeconds: 1, starts: 1 }
  : { rounds: 3, seconds: 4, warmSeconds: 2, starts: 5 };

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

for (const tool of ['wrk', 'taskset']) {
  if (spawnSync('which', [tool]).status !== 0) stop(`${tool} is missing: apt-get install wrk util-linux`);
}
for (const bundle of ['dist/apps/clock', 'dist/apps/metrics-sidecar', 'dist/tools/bench']) {
  if (!existsSync(join(root, bundle, 'main.mjs'))) stop(`${bundle} is missing: npm run bench builds it`);
}
if (!existsSync(join(here, 'node_modules/better-sqlite3'))) {
  execFileSync('npm', ['ci', '--prefix', here, '--no-audit', '--no-fund'], { stdio: 'inherit' });
}
mkdirSync(join(root, 'tmp'), { recursive: true });
const base = mkdtempSync(join(root, 'tmp', 'bench-'));
if (statfsSync(base).type === TMPFS)
  stop(`${base} is on tmpfs: a sync costs nothing there, so the figures mean nothing`);

const contestants = {
  hello: { main: 'dist/tools/bench/main.mjs', env: { BENCH_PEER: 'hello' } },
  clock: { main: 'dist/apps/clock/main.mjs', env: {} },
  sqlite: {
    main: 'dist/tools/bench/main.mjs',
    env: { BENCH_PEER: 'sqlite', BENCH_PACKAGE: join(here, 'package.json') },
  },
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const shown = (values, digits) =>
  `${median(values).toFixed(digits)} [${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}]`;

async function run(name, connections) {
  const dataDir = mkdtempSync(join(base, `${name}-`));
  const contestant = contestants[name];
  return requestsPerSecond({
    ...contestant,
    main: join(root, contestant.main),
    dataDir,
    connections,
    ...plan,
  });
}

try {
  const rows = [];
  for (const connections of smoke ? [64] : [64, 256]) {
    const rates = { hello: [], clock: [], sqlite: [] };
    const ratios = { clock: [], sqlite: [] };
    for (let round = 0; round < plan.rounds; round += 1) {
      const order = round % 2 === 0 ? ['clock', 'sqlite'] : ['sqlite', 'clock'];
      let before = await run('hello', connections);
      for (const name of order) {
        const rate = await run(name, connections);
        const after = await run('hello', connections);
        rates[name].push(rate);
        ratios[name].push(rate / ((before + after) / 2));
        rates.hello.push(after);
        before = after;
      }
    }
    rows.push(
      ['clock, counted and synced ÷ hello', connections, shown(ratios.clock, 3), shown(rates.clock, 0)],
      [
        'one synced SQLite transaction per visit ÷ hello',
        connections,
        shown(ratios.sqlite, 3),
        shown(rates.sqlite, 0),
      ],
      [
        'clock ÷ SQLite per visit',
        connections,
        shown(
          ratios.clock.map((ratio, i) => ratio / ratios.sqlite[i]),
          1,
        ),
        '',
      ],
      ['hello', connections, '1', shown(rates.hello, 0)],
    );
  }
  const starts = [];
  for (const app of ['clock', 'metrics-sidecar']) {
    const main = join(root, `dist/apps/${app}/main.mjs`);
    const found = [];
    for (let i = 0; i < plan.starts; i += 1) {
      const dataDir = mkdtempSync(join(base, 'start-'));
      found.push(await firstAnswerAndMemory({ main, dataDir, sidecar: app === 'metrics-sidecar' }));
    }
    starts.push([
      app,
      shown(
        found.map((one) => one.firstMs),
        0,
      ),
      shown(
        found.map((one) => one.rssMiB),
        0,
      ),
    ]);
  }
  const table = (head, body) =>
    [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  console.log(
    `${machine(base, root)}. Median [least–most] of ${plan.rounds} rounds of ${plan.seconds} s.${smoke ? ' Smoke: no figure here means anything.' : ''}\n`,
  );
  console.log(table(['what', 'connections', 'ratio', 'requests/s'], rows));
  console.log();
  console.log(table(['bundle', 'first answer after start, ms', 'idle RSS, MiB'], starts));
} finally {
  rmSync(base, { recursive: true, force: true });
}
