import type { Report } from '@visits/proof';
import { violationsOf } from '@visits/testing/planted/violations';
import { Programs, type Verified } from '../lies/verify';
import { Burners } from './burners';
import { OtherClients } from './other-clients';
import { retryingProxy } from './retrying-proxy';

const PLAYED = ['isolation', 'total', 'kill'];

const codesIn = ({ scenarios }: Report): string[] => [
  ...new Set(scenarios.flatMap(({ findings }) => findings.map(({ code }) => code))),
];

async function played(
  programs: Programs,
  meanwhile: (programs: string) => { end(): unknown } = () => ({ end: () => undefined }),
): Promise<Verified> {
  const faults = meanwhile(programs.folder);
  try {
    return await programs.verifyOnce(PLAYED);
  } finally {
    await faults.end();
    programs.remove();
  }
}

it('a proxy that repeats each request convicts nobody: what stands twice was retried on the way', async () => {
  const { exit, report } = await played(await Programs.of(retryingProxy, ['cli']));
  expect({ exit, violations: violationsOf(report) }).toEqual({ exit: 2, violations: {} });
  expect(codesIn(report)).toEqual(expect.arrayContaining(['RETRIED_ON_THE_WAY', 'EXCESS_EXCUSED']));
});

it('another client that visits meanwhile convicts nobody: its lines are of other clients', async () => {
  let others!: OtherClients;
  const { exit, report } = await played(
    await Programs.of({}, []),
    (programs) => (others = new OtherClients(programs)),
  );
  expect({ exit, violations: violationsOf(report) }).toEqual({ exit: 2, violations: {} });
  expect(codesIn(report)).toEqual(expect.arrayContaining(['OTHER_CLIENTS', 'EXCESS_EXCUSED']));
  expect(others.counted).toBeGreaterThan(20);
});

it('a writer that gets no time convicts nobody: it says that it was starved, and its windows are not trusted', async () => {
  const { exit, report } = await played(await Programs.of({}, []), () => new Burners(4));
  expect({ convicted: exit === 1, violations: violationsOf(report) }).toEqual({
    convicted: false,
    violations: {},
  });
  const starved = report.scenarios.filter((one) =>
    one.findings.some(({ code }) => code === 'WRITER_STARVED'),
  );
  expect(starved).not.toEqual([]);
  expect(starved.filter(({ windows }) => windows.trusted)).toEqual([]);
});
