import { type Evidence } from '../evidence/evidence';
import { type Visit } from '../ledger/ledger';
import { type Floor } from './table';
import { type Span } from './span';

/** Fewer acknowledged visits than this, in the second before a death or after it, show nothing. */
const LEAST_VISITS = 20;
const SECOND_MS = 1_000;

/** The visits that met the end of a process. */
export interface Met {
  /** In its last second. */
  readonly ackedBefore: number;
  readonly inFlight: number;
  /** By its successor. */
  readonly ackedAfter: number;
}

/** One disruption: whom it hit, that it did, and what was on its way. */
export interface Hit extends Met {
  readonly pod: string;
  readonly how: string;
  readonly boot: string | undefined;
  /** What shows that it happened. */
  readonly shownBy: string | undefined;
  /** When the disruption was requested. */
  readonly ms: number;
  /** The last byte from that boot. */
  readonly deathMs: number;
}

/** What a floor is compared with. */
type Shown = Met & Pick<Hit, 'pod' | 'shownBy'>;

export interface Exposure {
  readonly acked: number;
  readonly refused: number;
  readonly unknown: number;
  readonly hits: readonly Hit[];
}

export function exposureOf(span: Span, evidence: Evidence): Exposure {
  const within = (visit: Visit): boolean => visit.sentMs >= span.fromMs && visit.sentMs <= span.toMs;
  const count = (visits: readonly Visit[]): number => visits.filter(within).length;
  const disruptions = evidence.observations.of('disruption').filter(({ scenario }) => scenario === span.name);
  return {
    acked: count(evidence.acked) + count(evidence.afterCut),
    refused: count(evidence.refused),
    unknown: count(evidence.unknown),
    hits: disruptions.map((disruption) => hitOf(disruption, span, evidence)),
  };
}

/** What is missing for the floor, in words; the best of several tries counts. */
export function shortOf(floor: Floor, { acked, hits }: { acked: number; hits: readonly Shown[] }): string[] {
  if (floor === 'none') return [];
  if (floor === 'visits')
    return acked >= LEAST_VISITS ? [] : [`${acked} visits, of at least ${LEAST_VISITS}`];
  if (hits.length === 0) return ['no disruption is recorded'];
  const short = hits.map((hit) => shortOfHit(hit, floor));
  return short.reduce((best, other) => (other.length < best.length ? other : best));
}

function shortOfHit({ pod, shownBy, ackedBefore, inFlight, ackedAfter }: Shown, floor: Floor): string[] {
  const least = (what: string, value: number, limit: number): string[] =>
    value >= limit ? [] : [`${pod}: ${value} ${what}, of at least ${limit}`];
  return [
    ...(shownBy ? [] : [`${pod}: nothing shows that it was hit`]),
    ...least('acknowledged in the second before its end', ackedBefore, LEAST_VISITS),
    ...(floor === 'killed' ? least('in flight at its death', inFlight, 1) : []),
    ...least('acknowledged after it', ackedAfter, LEAST_VISITS),
  ];
}

type Disruption = ReturnType<Evidence['observations']['of']>[number] & { kind: 'disruption' };

function hitOf(disruption: Disruption, span: Span, evidence: Evidence): Hit {
  const { pod, how, app, ms } = disruption;
  const answered = [...evidence.acked, ...evidence.afterCut];
  const victim = disruption.boot ?? lastBoot(answered, disruption);
  const ofBoot = victim === undefined ? [] : answered.filter(({ receipt }) => receipt!.boot === victim);
  // An id that changed meanwhile is a matter of its own: its visits were visits of this pod.
  const ids = idsOf(disruption.replica ?? ofBoot[0]?.receipt?.replica, evidence);
  const deathMs =
    how === 'power' ? ms : ofBoot.reduce((last, visit) => Math.max(last, visit.answeredMs!), ms);
  const gone = evidence.observations
    .of('gone')
    .find(
      (line) =>
        line.pod === pod &&
        line.app === app &&
        line.ms >= ms &&
        (!victim || !line.boot || line.boot === victim),
    );
  const lastSentMs = Math.max(deathMs, gone?.ms ?? ms);
  return {
    pod,
    how,
    boot: victim,
    shownBy: shownBy(disruption, victim, ids, gone, evidence),
    ms,
    deathMs,
    ackedBefore: ofBoot.filter(({ answeredMs: at }) => at! <= deathMs && at! > deathMs - SECOND_MS).length,
    inFlight: [...evidence.unknown, ...evidence.afterCut].filter(
      (visit) =>
        visit.app === app &&
        (visit.target === pod || visit.target === 'service') &&
        visit.sentMs <= lastSentMs &&
        (visit.answeredMs ?? Infinity) >= deathMs,
    ).length,
    ackedAfter: answered.filter(
      ({ receipt, answeredMs }) =>
        ids.has(receipt!.replica) &&
        receipt!.boot !== victim &&
        answeredMs! > deathMs &&
        answeredMs! <= span.toMs,
    ).length,
  };
}

/** All ids that the victim's volume ever had. */
function idsOf(replica: string | undefined, { claimsOf }: Evidence): ReadonlySet<string> {
  if (replica === undefined) return new Set();
  return new Set([replica, ...claimsOf(replica).flatMap(({ ids }) => [...ids])]);
}

function lastBoot(answered: readonly Visit[], { pod, replica, ms }: Disruption): string | undefined {
  return answered.findLast(
    ({ receipt, target, answeredMs }) =>
      answeredMs! <= ms && (replica === undefined ? target === pod : receipt!.replica === replica),
  )?.receipt!.boot;
}

function shownBy(
  { app, pod, uid, ms, how, device }: Disruption,
  victim: string | undefined,
  ids: ReadonlySet<string>,
  gone: { exit?: number | undefined } | undefined,
  { observations, acked }: Evidence,
): string | undefined {
  if (how === 'power') return device === undefined ? undefined : `a cut of ${device}`;
  if (gone) return gone.exit === undefined ? 'its process ended' : `exit ${gone.exit}`;
  const later = observations.of('pod').filter((line) => line.app === app && line.pod === pod && line.ms > ms);
  if (uid !== undefined && later.some((line) => line.uid !== undefined && line.uid !== uid))
    return 'another UID';
  if (victim === undefined) return undefined;
  const rebooted =
    later.some(({ boot }) => boot !== undefined && boot !== victim) ||
    acked.some(
      ({ receipt, answeredMs }) => ids.has(receipt!.replica) && answeredMs! > ms && receipt!.boot !== victim,
    );
  return rebooted ? 'another boot' : undefined;
}
