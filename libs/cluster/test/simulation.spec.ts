import { live } from './schedules';

const RUNS = Number(process.env['CLUSTER_RUNS'] ?? 1000);
const FIRST = Number(process.env['CLUSTER_SEED'] ?? 1);

test(
  `no answer of a pod goes down, and exact means exact, in ${RUNS} seeded lives of a set`,
  async () => {
    const failed: string[] = [];
    const sum = { answers: 0, exact: 0, renewals: 0, duplicates: 0 };
    for (let seed = FIRST; seed < FIRST + RUNS && failed.length < 5; seed += 1) {
      const { problems, answers, exactAnswers, renewals, duplicates } = await live(seed);
      sum.answers += answers;
      sum.exact += exactAnswers;
      sum.renewals += renewals;
      sum.duplicates += duplicates;
      if (problems.length > 0)
        failed.push(`CLUSTER_SEED=${seed} CLUSTER_RUNS=1: ${problems.slice(0, 3).join('; ')}`);
    }
    process.stdout.write(`${JSON.stringify(sum)}\n`);
    expect(failed).toEqual([]);
  },
  RUNS * 60 + 5_000,
);
