// npm run test:simulation: every simulation of the repository, on all cores. RUNS and SEED choose what runs.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRunner } from './bundle.mjs';
import { simulate } from './simulate.mjs';

const SIMULATIONS = [
  { name: 'crash runs', runner: 'libs/persistence/test/crash-runner.ts', runs: 100_000 },
  { name: 'lives of a set', runner: 'libs/cluster/test/schedules.ts', runs: 5_000 },
];

const first = Number(process.env.SEED ?? 1);
const dir = mkdtempSync(join(tmpdir(), 'visits-simulation-'));
const tally = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const { name, runner, runs: usual } of SIMULATIONS) {
    const runs = Number(process.env.RUNS ?? usual);
    const file = join(dir, `${name.replaceAll(' ', '-')}.mjs`);
    await bundleRunner(runner, file);
    if (runs === 1) console.log(await (await import(file)).describe(first));
    const threads = Math.min(availableParallelism(), runs);
    const done = await simulate({ file, first, last: first + runs - 1, threads });
    for (const { seed, problems } of done.failures) {
      console.log(
        `SEED=${seed} RUNS=1 npm run test:simulation # ${name}: ${problems.slice(0, 4).join('; ')}`,
      );
    }
    const speed = `${done.seconds.toFixed(1)} s, ${Math.round(done.runs / done.seconds)}/s`;
    console.log(`${name}: ${done.runs} in ${speed}, ${done.failures.length} violations`);
    tally[done.failures.length === 0 ? 'passed' : 'failed'] += 1;
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
if (process.env.TALLY_FILE) appendFileSync(process.env.TALLY_FILE, JSON.stringify(tally) + '\n');
process.exitCode = tally.failed > 0 ? 1 : 0;
