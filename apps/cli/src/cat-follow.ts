import { setTimeout as pause } from 'node:timers/promises';
import { readLines, type Volume } from '@visits/persistence';

/** Polled, as on network storage no event tells of another node's write. */
const POLL_MS = 200;

/** The lines above `after`, or all with undefined; then those that come, across rotations, until the signal. */
export async function* follow(
  volume: Volume,
  after: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let from = after;
  while (!signal.aborted) {
    from = yield* readLines(volume, from);
    await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}
