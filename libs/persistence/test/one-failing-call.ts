import { checkVolume, type Journal, type JournalError, type Visit } from '../src/index';
import { findProblems, SimulatedDisk, type Call, type Fault } from '../src/testing';
import { journalOn, SWIFT } from './harness';
import type { Files } from './specimen';

/** What Linux answers, and what the journal calls it. */
export const ANSWERS = {
  EIO: 'io-error',
  ENOSPC: 'disk-full',
  EROFS: 'read-only',
  UNKNOWN: 'disk-full', // EDQUOT, errno -122: Node has no name for it
  EMFILE: 'io-error',
  EACCES: 'permission-denied',
  ENOENT: 'volume-changed',
  ESTALE: 'volume-changed',
} as const;
export type Answer = keyof typeof ANSWERS;

/** One call of a life, whatever its number there: the k-th of its kind on that name. */
export interface Target {
  readonly operation: Call['operation'];
  readonly name: string;
  readonly occurrence: number;
}

export const nameOf = ({ operation, name, occurrence }: Target): string =>
  `${operation} ${name} ${occurrence}`;

/** Fails one call, or each one from there on until it is healed. */
export class Failure {
  struck = 0;
  #seen = 0;

  constructor(
    private readonly target: Target,
    private readonly code: Answer,
    private lasting: boolean,
  ) {}

  heal(): void {
    this.lasting = false;
  }

  get isOn(): boolean {
    return this.lasting && this.struck > 0;
  }

  /** Whether the log is still in its place is asked beside the view's write: too late to refuse. */
  get hitsTheLook(): boolean {
    return this.target.operation === 'stat' && this.target.name === 'visits.log' && this.struck > 0;
  }

  readonly fault = ({ operation, name }: Call): Fault | undefined => {
    const { target, code } = this;
    const hit = operation === target.operation && name === target.name && ++this.#seen === target.occurrence;
    if (!hit && !this.isOn) return undefined;
    this.struck += 1;
    return { kind: 'error', code, errno: code === 'UNKNOWN' ? -122 : undefined };
  };
}

/** Every call that `act` makes, so that each can be made to fail. */
export async function callsOf(
  files: Files,
  act: (disk: SimulatedDisk) => Promise<unknown>,
): Promise<Target[]> {
  const disk = diskWith(files);
  const counts = new Map<string, number>();
  const calls: Target[] = [];
  disk.fault = ({ operation, name }) => {
    const occurrence = (counts.get(`${operation} ${name}`) ?? 0) + 1;
    counts.set(`${operation} ${name}`, occurrence);
    calls.push({ operation, name, occurrence });
    return undefined;
  };
  await act(disk);
  return calls;
}

export function diskWith(files: Files, seed?: number): SimulatedDisk {
  const disk = new SimulatedDisk(seed);
  for (const [name, bytes] of Object.entries(files)) disk.place(name, bytes);
  return disk;
}

const COMMITS = 6;
const DEADLINE_MS = 20_000;
const TIMINGS = { ...SWIFT, checkMs: 10, closeDeadlineMs: DEADLINE_MS };

/** Two rotations, looks at the paths, a failure on the way; then all must be well again. Returns what is wrong. */
export async function life(disk: SimulatedDisk, failure: Failure | null, code?: Answer): Promise<string[]> {
  const wrong: string[] = [];
  const acknowledged: Visit[] = [];
  const refused: string[] = [];
  const unknown: string[] = [];
  const replica = disk.content('replica.json');
  const count = async (journal: Journal, text: string): Promise<void> => {
    try {
      acknowledged.push(await journal.append(text.padEnd(120, '.')));
    } catch (error) {
      const { code: answered, name } = error as JournalError;
      (answered === 'outcome-unknown' ? unknown : refused).push(text.padEnd(120, '.'));
      const mayBeUnknown = failure?.isOn || failure?.hitsTheLook;
      const right = answered === ANSWERS[code as Answer] || (answered === 'outcome-unknown' && mayBeUnknown);
      if (name !== 'JournalError' || !right) wrong.push(`refused with ${String(error)}`);
    }
  };
  const journal = journalOn(disk.mount(), { keepBytes: 700, timings: TIMINGS });
  journal.start();
  for (let commit = 0; commit < COMMITS; commit += 1) {
    await settled(journal, () => failure?.isOn ?? false);
    await Promise.all(['a', 'b'].map((half) => count(journal, `${commit}${half} `)));
    if (commit === 2) await looked(journal);
    if (!failure?.isOn || commit % 2 === 0) continue;
    await count(journal, `sick ${commit} `);
    failure.heal();
  }
  failure?.heal();
  // The failure may have waited for this very visit.
  for (let attempt = 0; attempt < 2 && !acknowledged.at(-1)?.text.startsWith('well'); attempt += 1) {
    await settled(journal, () => false);
    await count(journal, `well ${attempt} `);
  }
  if (!acknowledged.at(-1)?.text.startsWith('well')) wrong.push('it did not heal');
  await journal.close();
  disk.fault = null;
  if (replica?.includes('replica-1') && !disk.content('replica.json')?.equals(replica))
    wrong.push('a new id');
  wrong.push(...(await findProblems(disk.mount(), { acknowledged, refused, unknown, rotated: true })));
  wrong.push(
    ...(await checkVolume(disk.mount())).damage.map(({ file, detail }) => `damage in ${file}: ${detail}`),
  );
  return wrong;
}

/** Open; or failed, where it cannot open yet. */
async function settled(journal: Journal, isSick: () => boolean): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    const { state } = journal.status();
    if (state === 'open' || (state === 'failed' && isSick())) return;
    if (performance.now() > end) throw new Error(`still ${state}: ${journal.status().reason?.message}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Time for the journal to look whether its paths still name its files. */
async function looked(journal: Journal): Promise<void> {
  const end = performance.now() + 2.5 * TIMINGS.checkMs;
  while (performance.now() < end && journal.status().state === 'open') {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
