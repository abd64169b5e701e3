import { readLines, readVisits, readVolume, type Visit } from '../src/index';
import { SimulatedDisk, type Call, type Fault } from '../src/testing';
import { journalOn, opened, SWIFT } from './harness';
import { findProblems } from '../src/testing';

/** Different seeds let different sectors and names survive; ROTATION_SEEDS=200 for all that a night gives. */
const SEEDS = Number(process.env['ROTATION_SEEDS'] ?? 12);
const TIMINGS = { ...SWIFT, checkMs: 2 ** 30 };
/** Two commits fill a log. */
const keepBytes = 500;
const text = (name: string): string => name.padEnd(100, '.');

let crashes = 0;
afterAll(() => process.stdout.write(`rotation: ${crashes} crashes\n`));

/** Commits until the next one has to rotate, for the second time: there is a `.1` to be replaced. */
async function aboutToRotate(disk: SimulatedDisk) {
  const journal = await opened(disk.mount(), { keepBytes, timings: TIMINGS });
  const acknowledged: Visit[] = [];
  for (let i = 0; i < 4; i += 1) acknowledged.push(await journal.append(text(`visit ${i}`)));
  return { journal, acknowledged };
}

/** The calls of the commit that rotates. */
async function callsOfRotation(): Promise<Call[]> {
  const disk = new SimulatedDisk();
  const { journal } = await aboutToRotate(disk);
  const calls: Call[] = [];
  disk.fault = (call) => void calls.push(call);
  await journal.append(text('last'));
  disk.fault = null;
  await journal.close();
  return calls;
}

/** Does `strike` at the n-th call from now on. */
function at(disk: SimulatedDisk, n: number, strike: () => Fault): void {
  let seen = 0;
  disk.fault = () => ((seen += 1) === n ? strike() : undefined);
}

test('the calls of a rotation are those that we think', async () => {
  const calls = (await callsOfRotation()).map(({ operation, name }) => `${operation} ${name}`);
  expect(calls).toEqual(expect.arrayContaining(['rename visits.log', 'open visits.log', 'syncDirectory .']));
  expect(calls.filter((call) => call === 'syncDirectory .')).toHaveLength(2);
});

test.each(['power-cut', 'kill'] as const)(
  'a %s at any call of a rotation loses nothing',
  async (kind) => {
    const calls = await callsOfRotation();
    const wrong: string[] = [];
    for (let n = 1; n <= calls.length; n += 1) {
      for (let seed = 1; seed <= (kind === 'kill' ? 1 : SEEDS); seed += 1) {
        const disk = new SimulatedDisk(seed);
        const { journal, acknowledged } = await aboutToRotate(disk);
        at(disk, n, () => ({ kind }));
        const dead = new Promise<void>((resolve) => {
          const strike = disk.fault;
          disk.fault = (call) => {
            const fault = strike?.(call);
            if (fault) setImmediate(resolve);
            return fault;
          };
        });
        void journal.append(text('last')).catch(() => undefined);
        await dead;
        disk.fault = null;
        crashes += 1;
        const before = await readVolume(disk.mount());
        const next = await opened(disk.mount(), { keepBytes, timings: TIMINGS });
        const { visits, damage } = next.status();
        const after = [
          await next.append(text('a')),
          await next.append(text('b')),
          await next.append(text('c')),
        ];
        await next.close();
        const ledger = { acknowledged: [...acknowledged, ...after], unknown: [text('last')], rotated: true };
        const found = await findProblems(disk.mount(), ledger);
        if (before.visits !== visits) found.push(`the reader said ${before.visits}, the journal ${visits}`);
        if (damage.length > 0) found.push(`damage: ${JSON.stringify(damage)}`);
        const call = calls[n - 1] as Call;
        wrong.push(...found.map((what) => `seed ${seed}, at ${call.operation} ${call.name}: ${what}`));
      }
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);

test('at any call of a rotation the readers see all that is acknowledged', async () => {
  const calls = await callsOfRotation();
  for (let n = 1; n <= calls.length; n += 1) {
    const disk = new SimulatedDisk();
    const { journal, acknowledged } = await aboutToRotate(disk);
    let release: () => void = () => undefined;
    const reached = new Promise<void>((arrived) => {
      at(disk, n, () => {
        arrived();
        return { kind: 'hang', until: new Promise<void>((go) => (release = go)) };
      });
    });
    const last = journal.append(text('last'));
    await reached;
    const lines: string[] = [];
    for await (const line of readLines(disk.mount())) lines.push(line);
    const { visits, damage } = await readVolume(disk.mount());
    const { items } = await readVisits(disk.mount(), { limit: 100 });
    release();
    const visit = await last;
    // Beside the last look at the log the view is written: then the commit is seen just before its answer.
    const looks = calls[n - 1]?.operation === 'stat' && visits > acknowledged.length;
    const expected = looks ? [...acknowledged, visit] : acknowledged;
    const seen = { visits, damage, last: items.at(-1)?.n };
    expect({ n, ...seen }).toEqual({ n, visits: expected.length, damage: [], last: expected.length });
    expect(items).toEqual(expected.slice(-items.length));
    expect(items.length).toBeGreaterThanOrEqual(2);
    expect(lines.slice(0, items.length).map((line) => Number(line.split(' ')[1]))).toEqual(
      items.map((v) => v.n),
    );
    await journal.close();
  }
});

test('lines that are read slowly: a rotation in between hides none', async () => {
  const disk = new SimulatedDisk();
  const { journal } = await aboutToRotate(disk);
  const slow = readLines(disk.mount());
  const counts = [Number(String((await slow.next()).value).split(' ')[1])];
  for (const name of ['e', 'f', 'g', 'h', 'i']) await journal.append(text(name)); // `.1` is two files younger now
  for await (const line of slow) counts.push(Number(line.split(' ')[1]));
  expect(counts.slice(0, 4)).toEqual([1, 2, 3, 4]);
  await journal.close();
});

test('closing while a rotation is under way ends both', async () => {
  const disk = new SimulatedDisk();
  const { journal, acknowledged } = await aboutToRotate(disk);
  const last = journal.append(text('last'));
  await journal.close();
  acknowledged.push(await last);
  const again = journalOn(disk.mount(), { keepBytes });
  await again.close();
  expect(await findProblems(disk.mount(), { acknowledged, rotated: true })).toEqual([]);
});
