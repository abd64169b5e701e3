import { BEFORE_FSYNC, changedBy, codesOf } from '@visits/testing/planted/lies';
import { violationsOf } from '@visits/testing/planted/violations';
import { Programs, type Verified } from '../lies/verify';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

/** A lazy commit timer: only the services' own syncs make anything durable. */
async function verified(changed: Record<string, string>): Promise<Verified> {
  const volume = fileSystem('ext4', 128, 'commit=300');
  const { cut, restore } = volume.powerHooks;
  const programs = await Programs.of(changed);
  try {
    const flags = ['--data-dir', volume.path, '--power-cut', cut, '--power-restore', restore];
    return await programs.verify(BEFORE_FSYNC.only, flags);
  } finally {
    programs.remove();
  }
}

it('visits verify local over a power cut: the services as they are hold', async () => {
  const { exit, report } = await verified({});
  expect({ exit, violations: violationsOf(report) }).toEqual({ exit: 0, violations: {} });
  expect(report.scenarios.find(({ name }) => name === 'power')).toMatchObject({
    verdict: 'held',
    exposure: { hits: expect.arrayContaining([expect.objectContaining({ shownBy: 'a cut of loop' })]) },
  });
});

it('visits verify local over a power cut: an answer before the fsync is convicted by the lost visit', async () => {
  const { exit, report } = await verified(changedBy(BEFORE_FSYNC));
  const { [BEFORE_FSYNC.by]: convicted = [], run: _, ...others } = violationsOf(report);
  expect({ exit, others }).toEqual({ exit: 1, others: {} });
  expect(codesOf(BEFORE_FSYNC).filter((code) => convicted.includes(code))).not.toEqual([]);
});
