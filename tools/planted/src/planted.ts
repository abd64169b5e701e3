import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A bug on purpose: each `find` stands exactly once in its file. */
export interface Plant {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

/** Most bugs are one edit. */
export const one = (name: string, file: string, find: string, replace: string): Plant => ({
  name,
  edits: [{ file, find, replace }],
});

/** The library's simulation, and where its sources lie. */
export interface Ground {
  readonly runner: string;
  readonly sources: string;
}

export interface Hunt {
  /** Seeds that were run, up to the first violation. */
  readonly runs: number;
  readonly failures: readonly { readonly seed: number; readonly problems: readonly string[] }[];
}

const run = promisify(execFile);
const root = new URL('../../../', import.meta.url);

/** Runs the library's simulation with the bug in it, in a process of its own, until a promise is seen broken. */
export async function hunt(ground: Ground, edits: Plant['edits'], runs: number): Promise<Hunt> {
  const task = {
    runner: ground.runner,
    edits: edits.map(({ file, ...edit }) => ({ file: `${ground.sources}/${file}`, ...edit })),
    runs,
  };
  const { stdout } = await run(process.execPath, ['tools/simulation/hunt.mjs', JSON.stringify(task)], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Hunt;
}
