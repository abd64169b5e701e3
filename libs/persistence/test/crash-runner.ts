import { runHistory } from './crash-run';
import { historyOf } from './crash-seed';

// Half of all refused calls make an error, and nobody reads where it was made.
Error.stackTraceLimit = 0;

/** What `tools/simulation` asks of a runner: a seed's run, which returns what is wrong, and what it consists of. */
export const run = (seed: number): Promise<string[]> => runHistory(historyOf(seed));
export const describe = (seed: number): string => JSON.stringify(historyOf(seed));
