import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalSetError } from './errors';

/**
 * Who runs on a data directory: written at each start and end of a process, so that other commands find the set, and
 * after a `kill -9` of `visits local` the next start can name the processes that were left behind.
 */
export interface Roster {
  readonly pid: number;
  /** Where the balancer of each app listens, such as `http://localhost:8000`. */
  readonly urls: Readonly<Record<string, string>>;
  /** Every process of each pod. */
  readonly pods: Readonly<Record<string, readonly number[]>>;
  /** The app's process of each pod, null while there is none. */
  readonly apps: Readonly<Record<string, number | null>>;
}

const rosterFile = (dataDir: string) => join(dataDir, 'local.json');

export function writeRoster(dataDir: string, roster: Roster): void {
  const file = rosterFile(dataDir);
  // Replaced whole: half a roster would hide the processes that a killed set leaves behind.
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify(roster, null, 2)}\n`);
    renameSync(`${file}.new`, file);
  } catch {
    // A full disk ends no set: the guard knows the processes too.
  }
}

export function dropRoster(dataDir: string): void {
  rmSync(rosterFile(dataDir), { force: true });
}

/** Refuses a directory that another set still uses, or that a killed one left with running pods. */
export function assertAlone(dataDir: string): void {
  const roster = readRoster(dataDir);
  if (!roster) return;
  if (runs(roster.pid)) {
    throw new LocalSetError(
      'set-running',
      `Another \`visits local\` (process ${roster.pid}) runs on ${dataDir}.`,
      'Stop it, or choose another directory.',
    );
  }
  const pods = Object.entries(roster.pods).filter(([, pids]) => pids.some(runs));
  if (pods.length === 0) return;
  const pids = pods.flatMap(([, all]) => all.filter(runs));
  throw new LocalSetError(
    'pods-left',
    `A \`visits local\` that was killed left ${pods.map(([name]) => name).join(', ')} running on ${dataDir}.`,
    `End them with: kill ${pids.join(' ')}`,
  );
}

/** What is noted of the set that another process runs here; null where none runs. */
export function runningRoster(dataDir: string): Roster | null {
  const roster = readRoster(dataDir);
  return roster && runs(roster.pid) ? roster : null;
}

/** A set that was killed ran here, and nothing of it runs any more. */
export function isAbandoned(dataDir: string): boolean {
  const roster = readRoster(dataDir);
  return roster !== null && ![roster.pid, ...Object.values(roster.pods).flat()].some(runs);
}

function readRoster(dataDir: string): Roster | null {
  try {
    const roster = JSON.parse(readFileSync(rosterFile(dataDir), 'utf8')) as Partial<Roster>;
    const { pid, urls = {}, pods, apps = {} } = roster;
    return pid !== undefined && Number.isInteger(pid) && pods ? { pid, urls, pods, apps } : null;
  } catch {
    return null;
  }
}

/** A process of ours, not somebody's that got the number later: where /proc tells, the command line must fit. */
export function runs(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.mjs');
  } catch {
    return process.platform !== 'linux';
  }
}
