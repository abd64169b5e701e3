// Do visits get slower while siblings exchange what they know? (node tools/bench/siblings.mjs) The clock among three
// siblings ÷ the clock alone, turn by turn in one run; beside it the clock alone ÷ itself: the spread of the machine.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spread } from './figures.mjs';
import { machine } from './machine.mjs';
import { requestsPerSecond } from './measure.mjs';

const SIBLINGS = 3;
const root = fileURLToPath(new URL('../../', import.meta.url));
const main = process.env.BENCH_CLOCK ?? join(root, 'dist/apps/clock/main.mjs');
const smoke = process.argv.includes('--smoke');
const plan = smoke ? { rounds: 1, seconds: 1, warmSeconds: 1 } : { rounds: 5, seconds: 4, warmSeconds: 2 };

mkdirSync(join(root, 'tmp'), { recursive: true });
const base = mkdtempSync(join(root, 'tmp', 'bench-siblings-'));
const run = (siblings) => {
  const dataDir = mkdtempSync(join(base, 'set-'));
  return requestsPerSecond({ main, dataDir, connections: 64, siblings, ...plan });
};
const shown = (values) => spread(values, (value) => value.toFixed(3));

try {
  const ratios = { among: [], alone: [] };
  let before = await run(0);
  for (let round = 0; round < plan.rounds; round += 1) {
    const among = await run(SIBLINGS);
    const after = await run(0);
    ratios.among.push(among / ((before + after) / 2));
    ratios.alone.push(after / before);
    before = after;
  }
  console.log(`${machine(base, root)}. Median [least–most] of ${plan.rounds} rounds of ${plan.seconds} s.\n`);
  console.log('| what | ratio |\n| --- | --- |');
  console.log(`| clock among ${SIBLINGS} siblings that exchange ÷ clock alone | ${shown(ratios.among)} |`);
  console.log(`| clock alone ÷ clock alone, one run later | ${shown(ratios.alone)} |`);
} finally {
  rmSync(base, { recursive: true, force: true });
}
