// Ratios in one run, never absolute figures alone. usage: node tools/bench/bench.mjs [--smoke] [--write] [--rounds N]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { chart } from './chart.mjs';
import { spread } from './figures.mjs';
import { groundsOf } from './grounds.mjs';
import { machine } from './machine.mjs';
import { firstAnswerAndMemory } from './measure.mjs';
import { report } from './report.mjs';
import { accidents, compare } from './rounds.mjs';

const TMPFS = 0x01021994;
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
});
const plan = values.smoke
  ? { rounds: 1, seconds: 1, starts: 1 }
  : { rounds: Number(values.rounds), seconds: 1, starts: 3 };

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

for (const tool of ['wrk', 'taskset', 'redis-server', 'gcc']) {
  if (spawnSync('which', [tool]).status !== 0)
    stop(`${tool} is missing: apt-get install wrk util-linux redis-server gcc libc6-dev`);
}
for (const bundle of ['dist/apps/clock', 'dist/apps/metrics-sidecar', 'dist/tools/bench']) {
  if (!existsSync(join(root, bundle, 'main.mjs'))) stop(`${bundle} is missing: npm run bench builds it`);
}
if (!existsSync(join(here, 'node_modules/lmdb'))) {
  execFileSync('npm', ['ci', '--prefix', here, '--no-audit', '--no-fund'], { stdio: 'inherit' });
}
mkdirSync(join(root, 'tmp'), { recursive: true });
const base = mkdtempSync(join(root, 'tmp', 'bench-'));
if (statfsSync(base).type === TMPFS)
  stop(`${base} is on tmpfs: a sync costs nothing there, so the figures mean nothing`);

async function startOf(app) {
  const main = join(root, `dist/apps/${app}/main.mjs`);
  const found = [];
  for (let i = 0; i < plan.starts; i += 1) {
    const dataDir = mkdtempSync(join(base, 'start-'));
    found.push(await firstAnswerAndMemory({ main, dataDir, sidecar: app === 'metrics-sidecar' }));
  }
  const whole = (value) => value.toFixed(0);
  return [
    app,
    spread(
      found.map((one) => one.firstMs),
      whole,
    ),
    spread(
      found.map((one) => one.rssMiB),
      whole,
    ),
  ];
}

try {
  const load = loadavg()[0].toFixed(1);
  const [grounds, accidental] = [[], []];
  for (const ground of groundsOf(base, values.smoke)) {
    const opened = ground.open();
    try {
      console.error(`on ${ground.name} …`);
      grounds.push({ name: ground.name, found: await compare(ground, opened, plan) });
      const when = opened.cutPower ? `power cut (${ground.name.split(',')[0]})` : 'kill -9';
      if (accidental.every((one) => one.when.split(' ')[0] !== when.split(' ')[0]))
        accidental.push({ when, lost: await accidents(opened, 64) });
    } finally {
      opened.close();
    }
  }
  const lost = [{ when: 'many callers at once', lost: grounds[0].found.missed }, ...accidental];
  const starts = [await startOf('clock'), await startOf('metrics-sidecar')];
  const pictured = grounds[1] ?? grounds[0];
  const page = report({ machine: machine(base, root), plan, grounds, lost, starts, load });
  const file = join(root, 'docs/performance.md');
  const text = await format(page, { ...(await resolveConfig(file)), filepath: file });
  console.log(values.smoke ? `Smoke: no figure here means anything.\n\n${text}` : text);
  if (values.write) {
    writeFileSync(file, text);
    writeFileSync(
      join(root, 'docs/images/performance.svg'),
      chart(`On ${pictured.name}`, pictured.found.cells),
    );
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
