import { join } from 'node:path';
import { TEXT, type Counter } from './counter';
import { peerPackage } from './peer-package';

interface Statement {
  run(...values: unknown[]): unknown;
  get(): { n: number };
}
interface Database {
  pragma(text: string): unknown;
  exec(text: string): unknown;
  prepare(text: string): Statement;
  transaction<T extends unknown[], R>(run: (...values: T) => R): (...values: T) => R;
}

/** The count and one row per visit in one transaction, synced before the answer: WAL with synchronous=FULL. */
export function sqliteCounter(dataDir: string): Counter {
  const { database, visit } = open(dataDir);
  return database.transaction(visit);
}

/** The same, with one transaction for all visits that came in the same turn of the event loop. */
export function batchedSqliteCounter(dataDir: string): Counter {
  const { database, visit } = open(dataDir);
  const all = database.transaction((waiting: number) => Array.from({ length: waiting }, visit));
  let waiting: ((n: number) => void)[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    const counts = all(batch.length);
    for (const [index, resolve] of batch.entries()) resolve(counts[index] as number);
  };
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(flush);
    });
}

function open(dataDir: string): { database: Database; visit: () => number } {
  const Sqlite = peerPackage<new (path: string) => Database>('better-sqlite3');
  const database = new Sqlite(join(dataDir, 'visits.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(
    'CREATE TABLE count (n INTEGER); INSERT INTO count VALUES (0); CREATE TABLE log (at TEXT, text TEXT)',
  );
  const add = database.prepare('UPDATE count SET n = n + 1');
  const log = database.prepare('INSERT INTO log VALUES (?, ?)');
  const count = database.prepare('SELECT n FROM count');
  const visit = (): number => {
    add.run();
    log.run(new Date().toISOString(), TEXT);
    return count.get().n;
  };
  return { database, visit };
}
