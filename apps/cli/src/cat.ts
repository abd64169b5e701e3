import { once } from 'node:events';
import { openVolume, readLines, readVolume } from '@visits/persistence';
import { CliError } from './errors';

/** Prints the kept lines with a count above `after`, oldest first. */
export async function cat(
  dir: string,
  after: number,
  out: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  const volume = openVolume(dir);
  try {
    const { state } = await readVolume(volume);
    if (state === 'missing') throw Object.assign(new Error('it holds no visits'), { code: 'missing' });
    for await (const line of readLines(volume)) {
      if (after > 0 && !(countOf(line) > after)) continue;
      // A reader that has seen enough (`| head`) ends the printing, quietly.
      if (!out.writable) return;
      if (!out.write(`${line}\n`))
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

/** `<time> <count> <text>`; NaN for a damaged line. */
function countOf(line: string): number {
  return Number(/^\S+ (\d+) /.exec(line)?.[1]);
}
