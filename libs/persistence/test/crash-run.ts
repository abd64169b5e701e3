import { Journal, readVolume, type JournalError, type Visit } from '../src/index';
import { findProblems, Random, SimulatedDisk, type Call, type Fault } from '../src/testing';

/** No timer of a dead process must run on, and none of a living one be waited for. */
export const SWIFT = {
  lockRetryMs: 1,
  backoffMinMs: 1,
  backoffMaxMs: 2,
  checkMs: 2 ** 30,
  closeDeadlineMs: 1000,
};

const ERRORS = ['EIO', 'ENOSPC', 'EROFS', 'EACCES', 'UNKNOWN'];

/** One seeded history of a volume: lives of a process, each ended by a power cut, a kill or a close. Returns what is wrong. */
export async function crashRun(seed: number): Promise<string[]> {
  const random = new Random(seed);
  const disk = new SimulatedDisk(seed + 1);
  const told = { acknowledged: [] as Visit[], refused: [] as string[], unknown: [] as string[] };
  const problems: string[] = [];
  const open = new Set<string>();
  let name = 0;
  // Every third volume rotates after a few commits.
  const rotated = seed % 3 === 0;
  const keepBytes = rotated ? 600 + random.below(2000) : undefined;

  const append = (journal: Journal): Promise<void> => {
    const text = `visit ${name++}${'.'.repeat(random.chance(0.2) ? random.below(400) : 0)}`;
    open.add(text);
    return journal.append(text).then(
      (visit) => {
        open.delete(text);
        told.acknowledged.push(visit);
      },
      (error: JournalError) => {
        open.delete(text);
        (error.code === 'outcome-unknown' ? told.unknown : told.refused).push(text);
      },
    );
  };

  const lives = 1 + random.below(4);
  for (let life = 0; life <= lives; life += 1) {
    const last = life === lives;
    disk.fault = last ? null : faults(random, disk);
    const volume = disk.mount();
    let viewFailed = false;
    const onViewError = (): void => void (viewFailed = true);
    const journal = new Journal({
      volume,
      keepBytes,
      observer: { onViewError },
      holder: { pod: 'p', boot: `${life}`, claim: '' },
      timings: SWIFT,
    });
    journal.start();
    const reader = watchCount(disk, problems, () => (viewFailed ? 0 : (told.acknowledged.at(-1)?.n ?? 0)));
    for (let burst = 0; burst < 1 + random.below(5); burst += 1) {
      // Right after a refusal: was the cut durable?
      if (journal.status().state === 'failed' && random.chance(0.4)) disk.powerCut();
      if (!(await isOpen(journal, () => volume.isDead))) break;
      await Promise.race([
        Promise.all(Array.from({ length: 1 + random.below(6) }, () => append(journal))),
        volume.death,
      ]);
    }
    if (!volume.isDead && !last && random.chance(0.6)) {
      for (let more = random.below(5); more > 0; more -= 1) void append(journal);
      if (random.chance(0.5)) await null;
      if (random.chance(0.5)) disk.kill(volume);
      else disk.powerCut();
    }
    if (!volume.isDead) await Promise.race([journal.close(), volume.death]);
    await reader.stop();
    for (const text of open) told.unknown.push(text);
    open.clear();
  }
  problems.push(...(await findProblems(disk.mount(), { ...told, rotated })));
  return problems;
}

/** A few one-shot faults at calls to come. */
function faults(random: Random, disk: SimulatedDisk): (call: Call) => Fault | undefined {
  const planned = new Map<number, Fault>();
  for (let n = random.below(3); n > 0; n -= 1) {
    const at = disk.calls + 1 + random.below(120);
    if (random.chance(0.4)) planned.set(at, { kind: 'power-cut' });
    else if (random.chance(0.2)) planned.set(at, { kind: 'short', bytes: random.below(600) });
    else {
      // A fault seldom comes alone: the cut after a failed sync fails too.
      const code = random.pick(ERRORS);
      for (let i = 0; i <= random.below(4); i += 1) {
        planned.set(at + i, { kind: 'error', code, errno: code === 'UNKNOWN' ? -122 : undefined });
      }
    }
  }
  return ({ n }) => planned.get(n);
}

async function isOpen(journal: Journal, isDead: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    if (isDead()) return false;
    if (journal.status().state === 'open') return true;
    await new Promise(setImmediate);
  }
  throw new Error(`never open: ${journal.status().reason?.message}`);
}

/** A sidecar: its count never goes down while the machine lives, nor below what was acknowledged, save when the view failed. */
function watchCount(
  disk: SimulatedDisk,
  problems: string[],
  acknowledged: () => number,
): { stop(): Promise<void> } {
  const volume = disk.mount();
  let going = true;
  let highest = 0;
  const watched = (async () => {
    while (going && !volume.isDead) {
      const floor = acknowledged();
      // A dead machine's calls never return.
      const reading = await Promise.race([
        readVolume(volume).catch(() => null),
        volume.death.then(() => null),
      ]);
      if (reading && reading.visits < Math.min(floor, acknowledged()))
        problems.push(`the reader says ${reading.visits} after ${floor}`);
      if (reading && reading.visits < highest)
        problems.push(`the reader went from ${highest} to ${reading.visits}`);
      highest = Math.max(highest, reading?.visits ?? 0);
      await new Promise(setImmediate);
    }
  })();
  return {
    async stop() {
      going = false;
      await watched;
    },
  };
}
