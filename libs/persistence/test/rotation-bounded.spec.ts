import { readVolume, type Visit } from '../src/index';
import { encodeCommit } from '../src/format/commit';
import { formatLine } from '../src/format/record';
import { SimulatedDisk, type Call } from '../src/testing';
import { expectSound, opened, simulatedPlace, SWIFT } from './harness';

const at = '2026-11-21T13:45:04.123Z';
const TIMINGS = { ...SWIFT, checkMs: 2 ** 30 };

/** Commits of one visit each. */
function logOf(first: number, visits: number): Buffer {
  return Buffer.concat(
    Array.from({ length: visits }, (_, index) => encodeCommit([formatLine(at, first + index, 'v')])),
  );
}

interface Cost {
  readonly calls: readonly string[];
  readonly bytesRead: number;
}

/** What the disk is asked for by the commit that rotates two logs of so many visits. */
async function costOfRotation(visits: number): Promise<Cost> {
  const disk = new SimulatedDisk();
  const log = logOf(visits + 1, visits);
  disk.place('visits.log.1', logOf(1, visits));
  disk.place('visits.log', log);
  // One more commit is half of what is left: it makes the journal look at `.1`, the next one rotates.
  const journal = await opened(disk.mount(), { keepBytes: 2 * (log.length + 20), timings: TIMINGS });
  await journal.append('v');
  await idle(disk);
  const calls: string[] = [];
  let bytesRead = 0;
  disk.fault = ({ operation, name }: Call) => void calls.push(`${operation} ${name}`);
  disk.onRead = (bytes) => (bytesRead += bytes);
  await journal.append('the one that rotates');
  disk.fault = null;
  expect(calls).toContain('rename visits.log');
  await journal.close();
  return { calls, bytesRead };
}

/** Until no call has come for some turns of the loop: what ran in the background has ended. */
async function idle(disk: SimulatedDisk): Promise<void> {
  for (let before = -1; before !== disk.calls;) {
    before = disk.calls;
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  }
}

test('a rotation asks the disk for the same whether the logs are small or large', async () => {
  const small = await costOfRotation(20);
  const large = await costOfRotation(20_000);
  expect(large).toEqual(small);
  expect(small.bytesRead).toBe(0);
});

test('a log before that is still being read holds no visit up: a later one rotates', async () => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const journal = await opened(disk.mount(), { keepBytes: 300, timings: TIMINGS });
  const acknowledged: Visit[] = [];
  const count = async (): Promise<void> =>
    void acknowledged.push(await journal.append('v'.repeat(50) + acknowledged.length));
  while (!disk.find('visits.log.1')) await count();
  let go: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (go = resolve));
  disk.fault = ({ operation, name }) =>
    operation === 'read' && name === 'visits.log.1' ? { kind: 'hang', until } : undefined;
  const [oldest] = [disk.find('visits.log.1')?.id];
  for (let more = 0; more < 8; more += 1) await count();
  expect(disk.find('visits.log.1')?.id).toBe(oldest);
  disk.fault = null;
  go();
  await idle(disk);
  await count();
  expect(disk.find('visits.log.1')?.id).not.toBe(oldest);
  await journal.close();
  await expectSound(place, { acknowledged, rotated: true });
});

test('a log before that changes after it was read is read again before it goes', async () => {
  const disk = new SimulatedDisk();
  const journal = await opened(disk.mount(), { keepBytes: 300, timings: TIMINGS });
  while (!disk.find('visits.log.1')) await journal.append('v'.repeat(50));
  await journal.append('v'.repeat(50)); // half full: read
  await idle(disk);
  disk.place('visits.log.1', 'somebody’s notes\n');
  for (let more = 0; more < 4 && !disk.find('visits.log.1.damaged'); more += 1) {
    await journal.append('v'.repeat(50));
    await idle(disk);
  }
  expect(disk.content('visits.log.1.damaged')?.toString()).toBe('somebody’s notes\n');
  expect(journal.status().damage).toMatchObject([{ file: 'visits.log.1', offset: 0 }]);
  await journal.close();
});

test('a log before that cannot be read is kept, and counting goes on', async () => {
  const disk = new SimulatedDisk();
  const journal = await opened(disk.mount(), { keepBytes: 300, timings: TIMINGS });
  while (!disk.find('visits.log.1')) await journal.append('v'.repeat(50));
  const oldest = disk.content('visits.log.1');
  disk.fault = ({ operation, name }) =>
    operation === 'read' && name === 'visits.log.1' ? { kind: 'error', code: 'EIO' } : undefined;
  for (let more = 0; more < 4; more += 1) {
    await journal.append('v'.repeat(50));
    await idle(disk);
  }
  disk.fault = null;
  expect(disk.content('visits.log.1.damaged')).toEqual(oldest);
  await journal.close();
  expect((await readVolume(disk.mount())).damage).toEqual([]);
});
