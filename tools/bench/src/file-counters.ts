import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lineOf, type Counter } from './counter';

/** Reads the file, adds one, writes it: no lock, no sync. */
export function rewritingCounter(dataDir: string): Counter {
  const path = join(dataDir, 'visits');
  return async () => {
    const n = Number(await readFile(path, 'utf8').catch(() => '0')) + 1;
    await writeFile(path, `${n}`);
    return n;
  };
}

/** Appends a line to a file, without a sync. */
export function appendingCounter(dataDir: string): Counter {
  const path = join(dataDir, 'visits');
  let n = 0;
  return async () => {
    n += 1;
    const mine = n;
    await appendFile(path, `${lineOf(mine)}\n`);
    return mine;
  };
}
