import type { ScenarioReport } from '@visits/proof';
import { counted, whole } from './markup';

/** Under what a scenario says what it says: how many visits, how many processes were hit, how many were under way. */
export function exposureOf({ exposure, verdict, tookMs }: ScenarioReport): string {
  if (verdict === 'skipped') return '';
  const { acked, hits } = exposure;
  const inFlight = hits.reduce((sum, hit) => sum + hit.inFlight, 0);
  return [
    ...(acked > 0 ? [`${whole(acked)} acknowledged`] : []),
    ...(hits.length > 0 ? [counted(hits.length, 'process', 'processes') + ' hit'] : []),
    ...(inFlight > 0 ? [`${inFlight} in flight at an end`] : []),
    ...(tookMs === null || tookMs < 50 ? [] : [`${(tookMs / 1000).toFixed(1)} s`]),
  ].join(', ');
}
