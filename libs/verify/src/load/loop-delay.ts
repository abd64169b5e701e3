import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Seen } from '../bundle/observations';
import type { RunClock } from '../run-clock';

const RESOLUTION_MS = 10;
const PERIOD_MS = 1_000;

/** Writes once a second how late this process was: a starved writer proves nothing about a service. Gives its end. */
export function watchLoopDelay(clock: RunClock, see: (seen: Seen) => void): () => void {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let startMs = clock.ms;
  const timer = setInterval(() => {
    // It measures from tick to tick; what is beyond the resolution is the delay.
    const p99Ms = Math.max(0, histogram.percentile(99) / 1e6 - RESOLUTION_MS);
    see({ kind: 'loop', startMs, p99Ms: Number(p99Ms.toFixed(3)) });
    histogram.reset();
    startMs = clock.ms;
  }, PERIOD_MS);
  return () => {
    clearInterval(timer);
    histogram.disable();
  };
}
