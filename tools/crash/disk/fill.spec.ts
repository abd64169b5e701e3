import { readdirSync } from 'node:fs';
import { violationsOf } from '@visits/testing/planted/violations';
import { Programs } from '../lies/verify';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

let programs: Programs;
beforeAll(async () => (programs = await Programs.of({}, [])));
afterAll(() => programs.remove());

/** As a user would write it: whatever else is on the volume takes the rest of it, then goes away. */
const FILL = `
  file=$VISITS_DATA_DIR/somebody-elses-file
  case $VISITS_STEP in
    fill) dd if=/dev/zero of=$file bs=64k status=none; dd if=/dev/zero bs=1 count=4096 status=none >>$file; sync -f $VISITS_DATA_DIR ;;
    free) rm $file && sync -f $VISITS_DATA_DIR ;;
  esac`;

it('visits verify local on a volume that fills: the services as they are hold, and nothing stays on it', async () => {
  const volume = fileSystem('ext4', 64);
  const { exit, report } = await programs.verify(['fill'], ['--data-dir', volume.path, '--fill', FILL]);
  expect({ exit, violations: violationsOf(report) }).toEqual({ exit: 0, violations: {} });
  const fill = report.scenarios.find(({ name }) => name === 'fill');
  expect(fill).toMatchObject({ verdict: 'held' });
  // Each of the six pods refused at least once.
  expect(fill?.exposure.refused).toBeGreaterThanOrEqual(6);
  expect(readdirSync(volume.path)).toEqual(['lost+found']);
});

it('visits verify local with a hook that fails: nothing is said of a full disk, and the report says why', async () => {
  const volume = fileSystem('ext4', 64);
  const fails = 'echo there is no such volume; exit 3';
  const { exit, report } = await programs.verifyOnce(['fill'], ['--data-dir', volume.path, '--fill', fails]);
  expect({ exit, violations: violationsOf(report) }).toEqual({ exit: 2, violations: {} });
  expect(report.scenarios.find(({ name }) => name === 'fill')).toMatchObject({
    verdict: 'undecided',
    findings: expect.arrayContaining([expect.objectContaining({ code: 'NOT_FINISHED' })]),
  });
  expect(report.limits.map(({ why }) => why)).toContainEqual(
    expect.stringContaining('it ended with 3: there is no such volume'),
  );
  expect(readdirSync(volume.path)).toEqual(['lost+found']);
});
