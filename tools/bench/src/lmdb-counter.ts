import { join } from 'node:path';
import { lineOf, type Counter } from './counter';
import { peerPackage } from './peer-package';

interface Database {
  get(key: string): number | undefined;
  put(key: string | readonly [string, number], value: number | string): void;
  transaction(run: () => void): Promise<unknown>;
  readonly flushed: Promise<unknown>;
}

/** The count and one entry per visit in one transaction, answered once it is flushed; lmdb batches what waits. */
export function lmdbCounter(dataDir: string): Counter {
  const { open } = peerPackage<{ open(options: object): Database }>('lmdb');
  const database = open({ path: join(dataDir, 'visits.lmdb') });
  return async () => {
    let n = 0;
    await database.transaction(() => {
      n = (database.get('n') ?? 0) + 1;
      database.put('n', n);
      database.put(['visit', n], lineOf(n));
    });
    await database.flushed;
    return n;
  };
}
