import type { Time } from './ports';

/** True when the work ended in time. The work goes on either way. */
export async function endsWithin(time: Time, ms: number, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const inTime = await Promise.race([work.then(() => true), time.sleep(ms, over.signal).then(() => false)]);
  over.abort('over'); // with a reason: without one an error is made, stack and all
  return inTime;
}
