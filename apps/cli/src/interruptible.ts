import type { Output } from './output';

/** Aborts at Ctrl-C, and when nothing more can be written or nobody reads. A second Ctrl-C is the system's own again. */
export function untilStopped(output: Output): AbortSignal {
  const stop = new AbortController();
  output.ended.addEventListener('abort', () => stop.abort());
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  output.watchReader();
  return stop.signal;
}
