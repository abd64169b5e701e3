import fc from 'fast-check';
import { histories } from './crash-arbitrary';
import { runHistory } from './crash-run';
import { historyOf } from './crash-seed';

/** `npx nx run simulation:seeds` runs a hundred thousand, outside of Jest. */
const RUNS = Number(process.env['CRASH_RUNS'] ?? 150);
const FIRST = Number(process.env['CRASH_SEED'] ?? 1);

test(
  `no acknowledged visit is lost and no refused one counted in ${RUNS} seeded crash runs`,
  async () => {
    const failed: string[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS && failed.length < 5; seed += 1) {
      const { problems } = await runHistory(historyOf(seed));
      if (problems.length > 0)
        failed.push(`CRASH_SEED=${seed} CRASH_RUNS=1: ${problems.slice(0, 4).join('; ')}`);
    }
    expect(failed).toEqual([]);
  },
  RUNS * 60 + 30_000,
);

test('nor in histories that nobody thought of; one that fails shrinks to its few steps', async () => {
  const replay = process.env['CRASH_PATH']?.split('/');
  const outcome = await fc.check(
    fc.asyncProperty(histories, async (history) => {
      const { problems } = await runHistory(history);
      if (problems.length > 0) throw new Error(problems.slice(0, 4).join('; '));
    }),
    { numRuns: 200, ...(replay && { seed: Number(replay[0]), path: replay[1] }) },
  );
  const { failed, seed, counterexamplePath: path, counterexample } = outcome;
  const problem = (outcome.errorInstance as Error | null)?.message;
  expect(
    failed ? `CRASH_PATH=${seed}/${path} ${JSON.stringify(counterexample)}: ${problem}` : null,
  ).toBeNull();
}, 60_000);
