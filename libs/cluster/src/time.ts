import { setTimeout as pause } from 'node:timers/promises';

export interface Time {
  /** ms since the epoch; may jump. */
  now(): number;
  /** ms since anything; never goes back. */
  monotonic(): number;
  /** Resolves early, and never rejects, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemTime: Time = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
};

/** True when the work ended in time. The work goes on either way. */
export async function endsWithin(time: Time, ms: number, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const inTime = await Promise.race([work.then(() => true), time.sleep(ms, over.signal).then(() => false)]);
  over.abort('over'); // with a reason: without one an error is made, stack and all
  return inTime;
}
