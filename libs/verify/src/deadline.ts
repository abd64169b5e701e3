/**
 * Aborts with `stop`, or after `ms`. AbortSignal.any() of an AbortSignal.timeout() would not do: both hold each other
 * weakly, and what is collected never fires (https://github.com/nodejs/node/issues/57736).
 */
export function deadline(stop: AbortSignal, ms: number): AbortSignal {
  const over = new AbortController();
  const onStop = () => over.abort(stop.reason);
  const late = () => over.abort(new Error(`its time of ${Math.round(ms / 1_000)} s is over`));
  if (stop.aborted) onStop();
  const timer = setTimeout(late, ms).unref();
  stop.addEventListener('abort', onStop, { once: true });
  over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return over.signal;
}
