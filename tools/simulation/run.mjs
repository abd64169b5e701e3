// npx nx run simulation:seeds: every simulation of the repository, on all cores, from SEED on until there were RUNS crashes
// (each with an opening behind it that is compared with what callers were answered), then RUNS lives of a set.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { tally } from '../testing/tally.mjs';
import { bundleRunner } from './bundle.mjs';
import { simulate } from './simulate.mjs';

const SIMULATIONS = [
  { runs: 'histories', counted: 'crashes', runner: 'libs/persistence/test/crash-runner.ts', goal: 100_000 },
  { runs: 'lives of a set', runner: 'libs/cluster/test/schedules.ts', goal: 5_000 },
];

const first = Number(process.env.SEED ?? 1);
const dir = mkdtempSync(join(tmpdir(), 'visits-simulation-'));
const problems = [];
let passed = 0;
try {
  for (const [index, simulation] of SIMULATIONS.entries()) {
    const goal = Number(process.env.RUNS ?? simulation.goal);
    const file = join(dir, `${index}.mjs`);
    await bundleRunner(simulation.runner, file);
    if (goal === 1) console.log(await (await import(file)).describe(first));
    const threads = Math.min(availableParallelism(), goal);
    const done = await simulate({ file, first, goal, threads });
    for (const { seed, problems } of done.failures) {
      const broken = problems.slice(0, 4).join('; ');
      const name = `SEED=${seed} RUNS=1 npx nx run simulation:seeds # ${simulation.runs}`;
      console.log(`${name}: ${broken}`);
      problems.push({ name, text: broken });
    }
    const figures = [`${done.runs} ${simulation.runs}`, `${done.failures.length} violations`];
    if (simulation.counted) figures.splice(1, 0, `${done.counted} ${simulation.counted}`);
    console.log(`${figures.join(', ')} in ${done.seconds.toFixed(1)} s`);
    if (done.failures.length === 0) passed += 1;
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
tally({ passed, failed: SIMULATIONS.length - passed, problems });
process.exitCode = passed === SIMULATIONS.length ? 0 : 1;
