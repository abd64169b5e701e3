import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../errors';

/**
 * Who runs on a data directory: written at each start of a process, so that after a `kill -9` of `visits local`
 * the next start can name the processes that were left behind.
 */
export interface Roster {
  readonly pid: number;
  readonly pods: Readonly<Record<string, readonly number[]>>;
}

const rosterFile = (dataDir: string) => join(dataDir, 'local.json');

export function writeRoster(dataDir: string, roster: Roster): void {
  writeFileSync(rosterFile(dataDir), `${JSON.stringify(roster, null, 2)}\n`);
}

export function dropRoster(dataDir: string): void {
  rmSync(rosterFile(dataDir), { force: true });
}

/** Refuses a directory that another set still uses, or that a killed one left with running pods. */
export function assertAlone(dataDir: string): void {
  const roster = readRoster(dataDir);
  if (!roster) return;
  if (runs(roster.pid)) {
    throw new CliError(
      'set-running',
      `Another \`visits local\` (process ${roster.pid}) runs on ${dataDir}.`,
      'Stop it, or choose another directory with --data-dir.',
    );
  }
  const pods = Object.entries(roster.pods).filter(([, pids]) => pids.some(runs));
  if (pods.length === 0) return;
  const pids = pods.flatMap(([, all]) => all.filter(runs));
  throw new CliError(
    'set-running',
    `A \`visits local\` that was killed left ${pods.map(([name]) => name).join(', ')} running on ${dataDir}.`,
    `End them with: kill ${pids.join(' ')}`,
  );
}

function readRoster(dataDir: string): Roster | null {
  try {
    const { pid, pods } = JSON.parse(readFileSync(rosterFile(dataDir), 'utf8')) as Roster;
    return Number.isInteger(pid) && pods ? { pid, pods } : null;
  } catch {
    return null;
  }
}

/** A process of ours, not somebody's that got the number later: where /proc tells, the command line must fit. */
function runs(pid: number): boolean {
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
