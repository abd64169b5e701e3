import { openVolume, readLines, readVolume } from '@visits/persistence';
import { follow } from './cat-follow';
import { jsonOf } from './cat-line';
import { drained } from './drained';
import { CliError } from './errors';

export interface CatFlags {
  /** Only lines with a larger count. */
  readonly after: number;
  /** One object `{n, at, text}` a line; a line that is none of ours is `{n: null, at: null, text}`. */
  readonly json?: boolean;
  /** Go on with the lines to come until the signal. */
  readonly follow?: boolean;
}

/** Prints the kept lines of acknowledged visits, oldest first; without `after` also those of damaged places. */
export async function cat(
  dir: string,
  flags: CatFlags,
  signal: AbortSignal,
  out: NodeJS.WritableStream,
): Promise<void> {
  const volume = openVolume(dir);
  try {
    const { state } = await readVolume(volume);
    if (state === 'missing') throw Object.assign(new Error('it holds no visits'), { code: 'missing' });
    const after = flags.after > 0 ? flags.after : undefined;
    const lines = flags.follow ? follow(volume, after, signal) : readLines(volume, after);
    for await (const line of lines) {
      // A reader that has seen enough (`| head`) ends the printing, quietly.
      if (!out.writable) return;
      if (!out.write(`${flags.json ? jsonOf(line) : line}\n`)) await drained(out);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(
      'volume-unreadable',
      `The visits of ${dir} cannot be read: ${why.replace(/\.$/, '')}.`,
      'Name the data directory of a pod, such as .visits/clock-0.',
      error,
    );
  }
}
