import { crashRun } from './crash-run';

const RUNS = Number(process.env['CRASH_RUNS'] ?? 1000);
const FIRST = Number(process.env['CRASH_SEED'] ?? 1);

test(
  `no acknowledged visit is lost and no refused one counted in ${RUNS} seeded crash runs`,
  async () => {
    const failed: string[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS && failed.length < 5; seed += 1) {
      const problems = await crashRun(seed);
      if (problems.length > 0)
        failed.push(`CRASH_SEED=${seed} CRASH_RUNS=1: ${problems.slice(0, 4).join('; ')}`);
    }
    expect(failed).toEqual([]);
  },
  RUNS * 40 + 5_000,
);
