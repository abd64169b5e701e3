import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkVolume, Journal, openVolume, repairVolume, readVisits } from '../index';
import { encodeCommit } from '../format/commit';
import { Lock } from '../volume/lock';
import { formatLine } from '../format/record';
import { MAX_PLACEHOLDERS } from './repair-plan';
import { SimulatedDisk } from '../testing';

const at = '2026-11-21T13:45:04.123Z';
const options = { holder: { pod: 'p', boot: 'b', pid: 1, since: at }, now: () => new Date(at) };
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-repair-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const put = (name: string, bytes: Buffer | string): void => writeFileSync(join(dir, name), bytes);
const repair = () => repairVolume(openVolume(dir), options);
const commit = (first: number, size: number): Buffer =>
  encodeCommit(
    Array.from({ length: size }, (_, index) => formatLine(at, first + index, `v${first + index}`)),
  );

async function open(): Promise<Journal> {
  const journal = new Journal({ volume: openVolume(dir), holder: { pod: 'p', boot: 'j', claim: 'c' } });
  const opened = new Promise<void>((resolve) => {
    journal.onState((state) => state === 'open' && resolve());
  });
  journal.start();
  await opened;
  return journal;
}

/** Opens the journal: it must count on from `count`, without a word of damage. */
async function countOn(count: number): Promise<void> {
  const journal = await open();
  expect(journal.status()).toMatchObject({ visits: count, damage: [] });
  expect((await journal.append('after')).n).toBe(count + 1);
  await journal.close();
  expect(await checkVolume(openVolume(dir))).toMatchObject({ visits: count + 1, damage: [] });
}

const asideBytes = (): Buffer =>
  Buffer.concat(
    readdirSync(dir)
      .filter((name) => /\.damaged-\w+(\.\d+)?$/.test(name))
      .map((name) => readFileSync(join(dir, name))),
  );

test('a commit that rotted goes aside; a line stands for each of its counts; the rest stays byte for byte', async () => {
  const rotten = commit(3, 3);
  rotten[40] = 0xff;
  put('visits.log', Buffer.concat([commit(1, 2), rotten, commit(6, 2)]));
  put('visits.txt', '7\n');
  const { before, after, aside, placeholders } = await repair();
  expect(before.damage.length).toBeGreaterThan(0);
  expect(after).toMatchObject({ visits: 7, first: 1, last: 7, lines: 7, damage: [] });
  expect(aside).toEqual(['visits.log.damaged-20261121T134504Z', 'visits.log.damaged-20261121T134504Z.json']);
  expect(placeholders).toBe(3);
  expect(readFileSync(join(dir, aside[0] as string)).equals(rotten)).toBe(true);
  expect(JSON.parse(readFileSync(join(dir, aside[1] as string), 'utf8'))).toMatchObject({
    file: 'visits.log',
    ranges: [{ offset: commit(1, 2).length, length: rotten.length }],
  });
  const { items } = await readVisits(openVolume(dir), { limit: 10 });
  const lost = '(lost; see visits.log.damaged-20261121T134504Z)';
  expect(items.map(({ text }) => text)).toEqual(['v1', 'v2', lost, lost, lost, 'v6', 'v7']);
  await countOn(7);
});

test('a count far above the log is kept: what cannot be bridged goes aside whole', async () => {
  const log = Buffer.concat([commit(1, 2), commit(3, 1)]);
  put('visits.log.1', log);
  put('visits.log', commit(4, 1));
  const count = 4 + MAX_PLACEHOLDERS + 1;
  put('visits.txt', `${count}\n`);
  const { after } = await repair();
  expect(after).toMatchObject({ visits: count, lines: 0, damage: [] });
  expect(asideBytes().length).toBe(log.length + commit(4, 1).length);
  await countOn(count);
});

test('a sound volume, a torn one and an empty directory are left as they are', async () => {
  expect(await repair()).toMatchObject({ after: { state: 'missing' }, aside: [] });
  expect(readdirSync(dir)).toEqual([]);
  const torn = Buffer.concat([commit(1, 2), commit(3, 1).subarray(0, 30)]);
  put('visits.log', torn);
  expect(await repair()).toMatchObject({ before: { damage: [], tornBytes: 30 }, aside: [] });
  expect(readFileSync(join(dir, 'visits.log')).equals(torn)).toBe(true);
});

test('a volume that somebody holds is refused, and the holder named', async () => {
  const journal = await open();
  await expect(repair()).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining('boot j'),
  });
  await journal.close();
});

test('a log that somebody holds without LOCK is refused: LOCK may have been removed', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.log', 'rubbish');
  const writer = await disk.mount().open('visits.log', 'write');
  writer.tryLock({ offset: 0, length: 1 });
  const volume = disk.mount();
  await expect(repairVolume(volume, options)).rejects.toMatchObject({ code: 'locked' });
  await writer.close();
  expect((await repairVolume(volume, options)).after.damage).toEqual([]);
  // None of the two repairs keeps a lock.
  expect(await Lock.take(disk.mount(), options.holder)).not.toBeNull();
});

test('a holder that LOCK does not name is not made up', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.log', 'rubbish');
  (await disk.mount().open('LOCK', 'create')).tryLock({ offset: 0, length: 1 });
  await expect(repairVolume(disk.mount(), options)).rejects.toMatchObject({
    code: 'locked',
    message: 'Another process holds the volume.',
  });
});

test('a log that cannot be read is a ReadError; one that cannot be written a JournalError', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.log', 'rubbish');
  const refused = async (operation: string, code: string): Promise<unknown> => {
    disk.fault = (call) =>
      call.operation === operation && call.name !== 'LOCK' ? { kind: 'error', code } : undefined;
    return repairVolume(disk.mount(), options).catch((error: Error) => [error.name, error.message]);
  };
  expect(await refused('read', 'EIO')).toEqual(['ReadError', expect.stringContaining('The disk failed.')]);
  expect(await refused('write', 'ENOSPC')).toEqual(['JournalError', expect.stringContaining('full')]);
  expect(disk.content('visits.log')?.toString()).toBe('rubbish');
});

test('a view and a replica.json that are not ours are set aside with the rest', async () => {
  put('visits.log', Buffer.concat([commit(1, 2), Buffer.from('rubbish\n'), commit(3, 1)]));
  put('visits.txt', 'three');
  put('replica.json', 'who?');
  const { after, aside } = await repair();
  expect(after).toMatchObject({ visits: 3, damage: [] });
  expect(aside.slice(0, 2)).toEqual(['visits.txt.foreign', 'replica.json.foreign']);
  expect(aside.map((name) => readFileSync(join(dir, name), 'utf8')).slice(0, 3)).toEqual([
    'three',
    'who?',
    'rubbish\n',
  ]);
});

test('where no byte is left of a count, its line says where to look', async () => {
  put('visits.log', commit(1, 2));
  put('visits.txt', '4\n');
  expect(await repair()).toMatchObject({ aside: [], placeholders: 2, after: { visits: 4, damage: [] } });
  expect(readFileSync(join(dir, 'visits.log'), 'utf8')).toMatch(/ 3 \(lost; see visits fsck\)\n/);
});

test('a newer format is refused untouched', async () => {
  put('replica.json', '{"format":2}');
  put('visits.log', 'rubbish');
  await expect(repair()).rejects.toMatchObject({ code: 'format-unknown' });
  expect(readdirSync(dir).sort()).toEqual(['replica.json', 'visits.log']);
});

type Wound = {
  kind: 'flip' | 'cut' | 'insert';
  older: boolean;
  at: number;
  length: number;
  bytes: Uint8Array;
};

const wound = fc.record<Wound>({
  kind: fc.constantFrom('flip', 'cut', 'insert'),
  older: fc.boolean(),
  at: fc.nat(2000),
  length: fc.integer({ min: 1, max: 200 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 100 }),
});

function injure(log: Buffer, { kind, at, length, bytes }: Wound): Buffer {
  const where = at % (log.length + 1);
  const [head, rest] = [log.subarray(0, where), log.subarray(where)];
  if (kind === 'insert') return Buffer.concat([head, bytes, rest]);
  if (kind === 'cut') return Buffer.concat([head, rest.subarray(length)]);
  return Buffer.concat([head, rest.map((byte, index) => (index === 0 ? byte ^ ((length % 255) + 1) : byte))]);
}

test('after any damage a repair gives a clean volume that kept its count and every byte', async () => {
  const older = [commit(1, 1), commit(2, 3), commit(5, 2)];
  const newer = [commit(7, 2), commit(9, 1), commit(10, 4), commit(14, 1)];
  const whole = Buffer.concat([...older, ...newer]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(wound, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (wounds, viewed) => {
        rmSync(dir, { recursive: true });
        mkdirSync(dir);
        let [first, second] = [Buffer.concat(older), Buffer.concat(newer)];
        for (const one of wounds) {
          if (one.older) first = injure(first, one) as typeof first;
          else second = injure(second, one) as typeof second;
        }
        put('visits.log.1', first);
        put('visits.log', second);
        if (viewed) put('visits.txt', '14\n');
        const before = await checkVolume(openVolume(dir));
        if (viewed) expect(before.visits).toBeGreaterThanOrEqual(14);
        const left = Buffer.concat([first, second]);
        // Only a start at a later commit, as after a rotation, cannot be seen; and what looks torn behind the end.
        if (before.damage.length === 0 && viewed) {
          const kept = left.subarray(0, left.length - before.tornBytes);
          expect(whole.subarray(whole.length - kept.length).equals(kept)).toBe(true);
        }
        const { after } = await repair();
        expect(after).toMatchObject({ visits: before.visits, damage: [] });
        if (before.damage.length > 0) {
          const logs = ['visits.log.1', 'visits.log'].map((name) => existing(name)).join('');
          const aside = asideBytes().toString('latin1');
          for (const line of [first, second].flatMap((log) => log.toString('latin1').split('\n'))) {
            expect(logs.includes(line) || aside.includes(line)).toBe(true);
          }
        }
        await countOn(before.visits);
      },
    ),
    { numRuns: 150 },
  );
}, 300_000);

function existing(name: string): string {
  return readdirSync(dir).includes(name) ? readFileSync(join(dir, name), 'latin1') : '';
}
