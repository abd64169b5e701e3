import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { plant, readSources, type Edit, type Sources } from '@visits/testing/planted/planted';

/** A library's simulation, how many of its seeds a bug has to get past, and where its bugs may stand. */
export interface Ground {
  readonly runner: string;
  readonly runs: number;
  readonly sources: Sources;
}

export const JOURNAL: Ground = {
  runner: 'libs/persistence/test/crash-runner.ts',
  runs: 3_000, // nearly all fall within a hundred
  sources: readSources(['persistence']),
};

/** Its first run is all specs of the library, the others are lives of a set. */
export const SET: Ground = {
  runner: 'libs/cluster/test/proof-runner.ts',
  runs: 40, // each falls in the specs by now; the lives are for those that nobody thought of
  sources: readSources(['cluster', 'persistence']),
};

export interface Hunt {
  /** Seeds that were run, up to the first violation. */
  readonly runs: number;
  readonly failures: readonly { readonly seed: number; readonly problems: readonly string[] }[];
}

const run = promisify(execFile);
const root = new URL('../../../', import.meta.url);

/** Runs the library's simulation with the bug in it, in a process of its own, until a promise is seen broken. */
export async function hunt({ runner, runs, sources }: Ground, edits: readonly Edit[]): Promise<Hunt> {
  const task = { runner, runs, changed: Object.fromEntries(plant(sources, edits)) };
  const { stdout } = await run(process.execPath, ['tools/simulation/hunt.mjs', JSON.stringify(task)], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Hunt;
}
