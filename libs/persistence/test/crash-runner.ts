import { runHistory } from './crash-run';
import { historyOf } from './crash-seed';

// Half of all refused calls make an error, and nobody reads where it was made.
Error.stackTraceLimit = 0;
// Small reads share one allocation: each of its own would be garbage that the kernel has to take back.
Buffer.poolSize = 256 * 1024;

/** Crashes so far, each followed by an opening that was compared with what callers had been answered. */
export let counted = 0;

/** What `tools/simulation` asks of a runner: a seed's run, which returns what is wrong, and what it consists of. */
export async function run(seed: number): Promise<readonly string[]> {
  const { problems, crashes } = await runHistory(historyOf(seed));
  counted += crashes;
  return problems;
}

export const describe = (seed: number): string => JSON.stringify(historyOf(seed));
