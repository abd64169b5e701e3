import { readVolume } from '../src/index';
import { SimulatedDisk, type Fault } from '../src/testing';
import { journalOn, opened, reached, SWIFT } from './harness';

/** Different seeds let different sectors and names survive a power cut. */
const SEEDS = 6;
const TIMINGS = { ...SWIFT, checkMs: 2 ** 30 };
const ADOPTED = 92;

/** A volume on which another program left its integer, and a journal that adopts it and counts one visit. */
async function adopt(disk: SimulatedDisk): Promise<void> {
  const journal = journalOn(disk.mount(), { timings: TIMINGS });
  journal.start();
  await reached(journal, 'open');
  await journal.append('first').catch(() => undefined);
  await journal.close();
}

async function callsOf(content: Buffer): Promise<number> {
  const disk = new SimulatedDisk();
  disk.place('visits.txt', content);
  await adopt(disk);
  return disk.calls;
}

/** Adopts, and meets the fault at the n-th call: a crash ends the process there, an error is met once. */
async function struck(disk: SimulatedDisk, n: number, fault: Fault): Promise<void> {
  const crash = new Promise<void>((resolve) => {
    disk.fault = (call) => {
      if (call.n !== n) return undefined;
      if (fault.kind === 'kill' || fault.kind === 'power-cut') setImmediate(resolve);
      return fault;
    };
  });
  await Promise.race([crash, adopt(disk)]);
  disk.fault = null;
}

const utf16 = Buffer.from('\ufeff92\r\n', 'utf16le');
const contents = ['92\n', '92', '  92\n', '000092\n', '+92\r\n', '92.00', '\ufeff92\n', utf16, '92\0\0\0'];

test.each(contents.map((content) => [Buffer.from(content as string)] as const))(
  'a crash, an error or a short write at any call of an adoption never loses the integer: %s',
  async (content) => {
    const wrong: string[] = [];
    const calls = await callsOf(content);
    const faults: Fault[] = [
      { kind: 'kill' },
      { kind: 'error', code: 'EIO' },
      { kind: 'error', code: 'ENOSPC' },
      { kind: 'short', bytes: 1 },
      ...Array.from({ length: SEEDS }, (): Fault => ({ kind: 'power-cut' })),
    ];
    for (let n = 1; n <= calls; n += 1) {
      for (const [seed, fault] of faults.entries()) {
        const disk = new SimulatedDisk(seed + 1);
        disk.place('visits.txt', content);
        await struck(disk, n, fault);
        const { visits: read } = await readVolume(disk.mount());
        const journal = await opened(disk.mount(), { timings: TIMINGS });
        const { visits, damage } = journal.status();
        await journal.close();
        const foreign = disk.names.includes('visits.txt.foreign');
        if (read < ADOPTED || visits < ADOPTED || visits > ADOPTED + 1 || foreign || damage.length > 0)
          wrong.push(
            `${fault.kind} at call ${n}: read ${read}, opened with ${visits}, ${disk.names.join(' ')}`,
          );
      }
    }
    expect(wrong).toEqual([]);
  },
);
