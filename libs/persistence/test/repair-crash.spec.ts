import { checkVolume, repairVolume } from '../src/index';
import type { Repair } from '../src/fsck/repair';
import { type SimulatedDisk, type Fault } from '../src/testing';
import { opened, SWIFT } from './harness';
import { callsOf, diskWith } from './one-failing-call';
import { flip, makeSpecimen, type Files } from './specimen';

/** Different seeds let different sectors and names survive a power cut. */
const SEEDS = Number(process.env['REPAIR_SEEDS'] ?? 2);
const NOW = '2026-11-21T13:45:04.123Z';
const holder = { pod: 'p', boot: 'b', pid: 1, since: NOW };
const repair = (disk: SimulatedDisk): Promise<Repair> =>
  repairVolume(disk.mount(), { holder, now: () => new Date(NOW) });

let crashes = 0;
afterAll(() => process.stdout.write(`repair: ${crashes} crashes\n`));

/** Rot in both logs, in the last commit too, and two small files that nobody can read. */
async function damaged(): Promise<{ files: Files; count: number; lines: string[] }> {
  const { files, visits, log } = await makeSpecimen(1400);
  const newer = flip(files['visits.log'] as Buffer, (log[0]?.start ?? 0) + 30, 1);
  const hurt: Files = {
    ...files,
    'visits.log': flip(newer, (log.at(-1)?.start ?? 0) + 35, 2),
    'visits.log.1': flip(files['visits.log.1'] as Buffer, 300, 1),
    'replica.json': Buffer.from('{'),
  };
  const both = Buffer.concat([hurt['visits.log.1'] as Buffer, hurt['visits.log'] as Buffer]);
  return { files: hurt, count: visits.length, lines: both.toString('latin1').split('\n') };
}

/** Strikes at the n-th call and resolves once everything about it has come to rest. */
async function crashAt(disk: SimulatedDisk, n: number, kind: 'power-cut' | 'kill'): Promise<void> {
  let calls = 0;
  await new Promise<void>((resolve) => {
    disk.fault = (): Fault | undefined => {
      if ((calls += 1) !== n) return undefined;
      setImmediate(resolve);
      return { kind };
    };
    void repair(disk).catch(() => undefined);
  });
  disk.fault = null;
  crashes += 1;
}

function gone(disk: SimulatedDisk, lines: readonly string[]): string[] {
  const all = disk.names.map((name) => disk.content(name)?.toString('latin1')).join('');
  return lines.filter((line) => !all.includes(line)).map((line) => `"${line.slice(0, 40)}" is gone`);
}

test.each(['power-cut', 'kill'] as const)(
  'a %s at any call of a repair: no byte and no count is lost, and a second repair ends clean',
  async (kind) => {
    const { files, count, lines } = await damaged();
    const calls = await callsOf(files, repair);
    const wrong: string[] = [];
    for (let n = 1; n <= calls.length && wrong.length < 10; n += 1) {
      for (let seed = 1; seed <= (kind === 'kill' ? 1 : SEEDS); seed += 1) {
        const disk = diskWith(files, seed);
        await crashAt(disk, n, kind);
        const found = gone(disk, lines);
        // A journal may come first, and count on, before anybody repairs again.
        if (seed % 2 === 0) {
          const journal = await opened(disk.mount(), {
            timings: { ...SWIFT, checkMs: 2 ** 30 },
          });
          const visit = await journal.append('after');
          if (visit.n !== count + 1) found.push(`the journal counts on with ${visit.n}`);
          await journal.close();
        }
        const { after } = await repair(disk);
        if (after.visits < count) found.push(`the second repair says ${after.visits}`);
        found.push(...after.damage.map(({ file, detail }) => `left in ${file}: ${detail}`));
        found.push(...gone(disk, lines));
        const check = await checkVolume(disk.mount());
        if (check.visits !== after.visits || check.damage.length > 0) found.push('the check disagrees');
        const call = calls[n - 1];
        wrong.push(...found.map((what) => `seed ${seed}, at ${call?.operation} ${call?.name}: ${what}`));
      }
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);
