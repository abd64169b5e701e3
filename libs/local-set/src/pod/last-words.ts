import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 2048;
const MOST_CHARACTERS = 160;

/** The last line of a log that was written for people; null where it is a JSON record or nothing. */
export function lastWords(logFile: string): string | null {
  const line = tailOf(logFile).trimEnd().split('\n').at(-1)?.trim() ?? '';
  return line === '' || line.startsWith('{') ? null : line.slice(0, MOST_CHARACTERS);
}

function tailOf(logFile: string): string {
  try {
    const file = openSync(logFile, 'r');
    try {
      const tail = Buffer.alloc(TAIL_BYTES);
      const from = Math.max(0, fstatSync(file).size - TAIL_BYTES);
      return tail.toString('utf8', 0, readSync(file, tail, 0, TAIL_BYTES, from));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
