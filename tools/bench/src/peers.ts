import type { Counter } from './counter';
import { appendingCounter, rewritingCounter } from './file-counters';
import { lmdbCounter } from './lmdb-counter';
import { redisCounter } from './redis-counter';
import { batchedSqliteCounter, sqliteCounter } from './sqlite-counter';

/** What BENCH_PEER names. */
export const PEERS: Readonly<Record<string, (dataDir: string) => Counter>> = {
  hello: () => () => 0,
  sqlite: sqliteCounter,
  'sqlite-batched': batchedSqliteCounter,
  redis: redisCounter,
  lmdb: lmdbCounter,
  rewrite: rewritingCounter,
  append: appendingCounter,
};
