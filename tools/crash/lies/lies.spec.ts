import { codesOf, LIES, changedBy } from '@visits/testing/planted/lies';
import { violationsOf } from '@visits/testing/planted/violations';
import { Programs } from './verify';

async function played<T>(
  changed: Record<string, string>,
  play: (programs: Programs) => Promise<T>,
): Promise<T> {
  const programs = await Programs.of(changed);
  try {
    return await play(programs);
  } finally {
    programs.remove();
  }
}

test('the services as they are hold in all that is played here', async () => {
  const only = [...new Set(LIES.flatMap((lie) => lie.only))];
  const { exit, report } = await played({}, (programs) => programs.verify(only));
  expect({ exit, verdict: report.verdict, violations: violationsOf(report) }).toEqual({
    exit: 0,
    verdict: 'held',
    violations: {},
  });
});

test.each(LIES)('$name: convicted by its own code, and no other scenario cries', async (lie) => {
  const { exit, report } = await played(changedBy(lie), (programs) => programs.verify(lie.only));
  const violations = violationsOf(report);
  const { [lie.by]: convicted = [], run: _, ...others } = violations;
  expect({ exit, others }).toEqual({ exit: 1, others: {} });
  const own = convicted.some((code) => (codesOf(lie) as readonly string[]).includes(code));
  expect({ own, ...violations }).toMatchObject({ own: true });
});
