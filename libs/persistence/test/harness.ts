import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, openVolume, type JournalOptions, type JournalState, type Volume } from '../src/index';
import { findProblems, SimulatedDisk, type Fault, type Ledger, type Operation } from '../src/testing';

/** A place for a volume that a test can look at and meddle with from outside, on either kind of disk. */
export interface Place {
  /** As a process of its own sees it. */
  mount(): Volume;
  put(name: string, content: string): Promise<void>;
  text(name: string): Promise<string | null>;
  remove(name: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  /** To nothing, while whoever has it open keeps it. */
  cut(name: string): Promise<void>;
  names(): Promise<string[]>;
  dispose(): Promise<void>;
}

export async function realPlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'visits-'));
  const dir = join(root, 'data');
  await mkdir(dir);
  const at = (name: string): string => join(dir, name);
  return {
    mount: () => openVolume(dir),
    put: (name, content) => writeFile(at(name), content),
    text: (name) => readFile(at(name), 'utf8').catch(() => null),
    remove: (name) => rm(at(name)),
    move: (from, to) => rename(at(from), at(to)),
    cut: (name) => truncate(at(name)),
    names: async () => (await readdir(dir)).sort(),
    dispose: () => rm(root, { recursive: true }),
  };
}

export async function simulatedPlace(disk = new SimulatedDisk()): Promise<Place> {
  return {
    mount: () => disk.mount(),
    put: async (name, content) => disk.place(name, content),
    text: async (name) => disk.content(name)?.toString('utf8') ?? null,
    remove: async (name) => disk.remove(name),
    move: async (from, to) => disk.rename(from, to),
    cut: async (name) => disk.find(name)?.truncate(0),
    names: async () => disk.names,
    dispose: async () => undefined,
  };
}

export const PLACES = [
  ['the simulated disk', simulatedPlace],
  ['a real directory', realPlace],
] as const;

/** Timers that a test need not wait for. */
export const SWIFT = {
  lockRetryMs: 2,
  backoffMinMs: 2,
  backoffMaxMs: 4,
  checkMs: 5,
  // A real disk on a busy machine takes its time: a test whose disk hangs says when that is seen.
  stallMs: 60_000,
  closeDeadlineMs: 60_000,
};

export function journalOn(volume: Volume, options: Partial<JournalOptions> = {}): Journal {
  const holder = { pod: 'clock-0', boot: 'boot-a', claim: 'data-clock-0' };
  return new Journal({ volume, holder, timings: SWIFT, ...options });
}

/** Resolves when the journal is in that state, now or later; rejects after the deadline. */
export function reached(journal: Journal, state: JournalState, deadlineMs = 20_000): Promise<void> {
  if (journal.status().state === state) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`not ${state} but ${journal.status().state}: ${journal.status().reason?.message}`));
    }, deadlineMs);
    const stop = journal.onState((now) => {
      if (now !== state) return;
      clearTimeout(timer);
      stop();
      resolve();
    });
  });
}

export async function opened(volume: Volume, options: Partial<JournalOptions> = {}): Promise<Journal> {
  const journal = journalOn(volume, options);
  journal.start();
  await reached(journal, 'open');
  return journal;
}

/** The habit: whoever opened a journal ends with this. */
export async function expectSound(place: Place, ledger: Ledger): Promise<void> {
  expect(await findProblems(place.mount(), ledger)).toEqual([]);
}

/** Fails every call of these operations while it is on. */
export class Sickness {
  on = false;

  constructor(
    disk: SimulatedDisk,
    private readonly operations: readonly Operation[],
    private readonly fault: Fault,
    private readonly name?: string,
  ) {
    disk.fault = (call) =>
      this.on && this.operations.includes(call.operation) && (this.name ?? call.name) === call.name
        ? this.fault
        : undefined;
  }
}
