import { once } from 'node:events';
import { openVolume, readLines, readVolume } from '@visits/persistence';
import { follow } from './cat-follow';
import { countOf, jsonOf } from './cat-line';
import { CliError } from './errors';

export interface CatFlags {
  /** Only lines with a larger count. */
  readonly after: number;
  /** One object `{n, at, text}` a line; a line that is none of ours is `{damaged: "…"}`. */
  readonly json?: boolean;
  /** Go on with the lines to come until the signal. */
  readonly follow?: boolean;
}

/** Prints the kept lines, oldest first. */
export async function cat(
  dir: string,
  flags: CatFlags,
  signal: AbortSignal = new AbortController().signal,
  out: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  const volume = openVolume(dir);
  try {
    const { state } = await readVolume(volume);
    if (state === 'missing') throw Object.assign(new Error('it holds no visits'), { code: 'missing' });
    const lines = flags.follow ? follow(volume, signal) : readLines(volume);
    for await (const line of lines) {
      if (flags.after > 0 && !(countOf(line) > flags.after)) continue;
      // A reader that has seen enough (`| head`) ends the printing, quietly.
      if (!out.writable) return;
      if (!out.write(`${flags.json ? jsonOf(line) : line}\n`))
        await Promise.race([once(out, 'drain'), once(out, 'close')]).catch(() => undefined);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(
      'volume-unreadable',
      `The visits of ${dir} can not be read: ${why.replace(/\.$/, '')}.`,
      'Name the data directory of a pod, such as .visits/clock-0.',
      error,
    );
  }
}
