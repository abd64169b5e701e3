import { once } from 'node:events';

/** Resolves when the stream takes more, or is closed. */
export async function drained(out: NodeJS.WritableStream): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([once(out, 'drain', { signal }), once(out, 'close', { signal })]).catch(() => undefined);
  waiting.abort(); // takes the listener of the other one away
}
