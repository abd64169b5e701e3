import { type App } from '../ledger/entry';
import { provedCount } from '../volume/volume';
import { type Evidence } from './evidence';

/**
 * The exact total of a service when the run began: what its pods said before the first visit, or the volumes' counts
 * with what they knew of replicas that are gone. Not known where one of them is not.
 */
export function totalBaseline(
  app: App,
  { observations, ledger, claims, facts }: Evidence,
): number | undefined {
  const firstSentMs = ledger.visits.find((visit) => visit.app === app)?.sentMs ?? Infinity;
  const exact = observations
    .of('total')
    .filter(
      (total) => total.app === app && total.exact && total.ms + (facts?.clockErrorMs ?? 0) < firstSentMs,
    );
  if (exact.length > 0) return Math.max(...exact.map(({ total }) => total));

  const known = new Map<string, number>();
  const hear = (replica: string, visits: number): void =>
    void known.set(replica, Math.max(visits, known.get(replica) ?? 0));
  for (const claim of claims) {
    if (claim.app === undefined) return undefined;
    if (claim.app !== app) continue;
    if (claim.baseline === undefined) return undefined;
    const { before } = claim;
    for (const [replica, { visits }] of before?.peers?.replicas ?? []) hear(replica, visits);
    const id = before?.replica;
    if (before && !id && provedCount(before) > 0) return undefined;
    if (before && id) hear(id.replica, provedCount(before) - id.base);
  }
  return [...known.values()].reduce((sum, visits) => sum + visits, 0);
}
