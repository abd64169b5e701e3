import { type Evidence } from '../evidence/evidence';
import { latencyOf } from './latency';
import { type Report } from './schema';

/** What each second of the run looked like, by when its visits were sent. */
export function timelineOf({ ledger }: Evidence): Report['timeline'] {
  const seconds = new Map<
    number,
    { acked: number; refused: number; unknown: number; times: number[]; failed: number }
  >();
  const at = (ms: number) => {
    const second = Math.floor(ms / 1000);
    const held = seconds.get(second) ?? { acked: 0, refused: 0, unknown: 0, times: [], failed: 0 };
    seconds.set(second, held);
    return held;
  };
  for (const { sentMs, answeredMs, outcome } of ledger.visits) {
    const second = at(sentMs);
    second[outcome]++;
    if (outcome === 'acked') second.times.push(answeredMs! - sentMs);
  }
  for (const { ms, status } of ledger.probes) if (status !== 200) at(ms).failed++;
  return [...seconds]
    .sort(([a], [b]) => a - b)
    .map(([second, { acked, refused, unknown, times, failed }]) => {
      const { p50, p99, max } = latencyOf(times) ?? { p50: null, p99: null, max: null };
      return { second, acked, refused, unknown, p50, p99, max, failedProbes: failed };
    });
}
