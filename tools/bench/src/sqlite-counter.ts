import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Statement {
  run(...values: unknown[]): unknown;
  get(): { n: number };
}
interface Database {
  pragma(text: string): unknown;
  exec(text: string): unknown;
  prepare(text: string): Statement;
  transaction<T>(run: () => T): () => T;
}

/** The count and one row per visit in one transaction, synced before the answer: WAL with synchronous=FULL. */
export function sqliteCounter(dataDir: string): () => number {
  const require = createRequire(process.env.BENCH_PACKAGE as string);
  const Sqlite = require('better-sqlite3') as new (path: string) => Database;
  const database = new Sqlite(join(dataDir, 'visits.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(
    'CREATE TABLE count (n INTEGER); INSERT INTO count VALUES (0); CREATE TABLE log (at TEXT, text TEXT)',
  );
  const add = database.prepare('UPDATE count SET n = n + 1');
  const log = database.prepare('INSERT INTO log VALUES (?, ?)');
  const count = database.prepare('SELECT n FROM count');
  return database.transaction(() => {
    add.run();
    log.run(new Date().toISOString(), '17:57:25 Europe/Moscow');
    return count.get().n;
  });
}
