import { sum, type ReplicaEntry, type ReplicaMap } from '../replicas/replica-map';

/** `self`, `live`: asked directly at most 2 s ago, `final`: stopped cleanly at this count, `cached`: known from earlier. */
export type Source = 'self' | 'live' | 'final' | 'cached';

export interface TotalReplica {
  readonly replica: string;
  readonly ordinal: number | null;
  readonly pod: string;
  readonly visits: number;
  readonly source: Source;
  /** How old the report is; 0 for ourselves. */
  readonly ageMs: number;
  /** Its process took over the volume so long ago; only for a minute. */
  readonly restartedMs?: number;
}

/** So long a restart is news. */
const NEWS_MS = 60_000;

type Placed = Pick<TotalReplica, 'ordinal' | 'pod' | 'replica'>;

export interface Total {
  readonly total: number;
  /** Otherwise it is a lower bound. */
  readonly exact: boolean;
  /** Why not exact, in words. */
  readonly reasons: readonly string[];
  /** By ordinal, then pod, then id. */
  readonly replicas: readonly TotalReplica[];
}

export interface TotalInputs {
  /** Our own entry; null until we have an id. */
  readonly own: { readonly replica: string; readonly entry: ReplicaEntry } | null;
  /** What the volume holds: nothing else is ever shown of the others. */
  readonly durable: ReplicaMap;
  /** From the ids that answered us directly and lately to how long ago. */
  readonly live: ReadonlyMap<string, number>;
  /** From those ids, and our own, to how long ago their process took over its volume. */
  readonly restarts?: ReadonlyMap<string, number>;
  readonly now: number;
  /** What else speaks against exact. */
  readonly reasons: readonly string[];
}

/** null when the sum is beyond what is an exact number. */
export function totalOf({ own, durable, live, restarts, now, reasons: others }: TotalInputs): Total | null {
  const shown = new Map(durable);
  if (own) {
    // A larger one on the volume was shown before: a log that was rolled back must not take it back.
    const before = durable.get(own.replica);
    shown.set(own.replica, before && before.visits > own.entry.visits ? before : own.entry);
  }
  const total = sum(shown);
  if (total === null) return null;
  const replicas = [...shown].map(([replica, entry]): TotalReplica => {
    const { pod, ordinal, visits } = entry;
    const [source, ageMs] =
      replica === own?.replica ? (['self', 0] as const) : sourceOf(entry, live.get(replica), now);
    const restartedMs = restarts?.get(replica) ?? Infinity;
    const news = restartedMs < NEWS_MS ? { restartedMs: Math.round(restartedMs) } : {};
    return { replica, ordinal, pod, visits, source, ageMs, ...news };
  });
  replicas.sort(byOrdinal);
  const cached = replicas.filter(({ source }) => source === 'cached');
  const reasons = [...others];
  if (cached.length > 0) {
    const names = named(cached.map(({ pod }) => pod));
    reasons.push(
      `${names} ${cached.length === 1 ? 'is' : 'are'} known from earlier only: there may be more by now.`,
    );
  }
  return { total, exact: reasons.length === 0, reasons, replicas };
}

/** At most three of them by name. */
export function named(names: readonly string[]): string {
  const more = names.length - 3;
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function sourceOf(entry: ReplicaEntry, liveMs: number | undefined, now: number): readonly [Source, number] {
  if (liveMs !== undefined) return ['live', Math.round(liveMs)];
  return [entry.final ? 'final' : 'cached', Math.max(0, Math.round(now - entry.seenAt))];
}

export function byOrdinal(a: Placed, b: Placed): number {
  const order = (a.ordinal ?? Infinity) - (b.ordinal ?? Infinity);
  if (order !== 0 && !Number.isNaN(order)) return order;
  const [left, right] = [`${a.pod}\0${a.replica}`, `${b.pod}\0${b.replica}`];
  return left < right ? -1 : Number(left > right);
}

/** The same to a reader: nothing but ages differs. */
export function sameTotal(a: Total | null, b: Total | null): boolean {
  if (!a || !b) return a === b;
  if (a.total !== b.total || a.exact !== b.exact || a.replicas.length !== b.replicas.length) return false;
  return a.replicas.every((replica, index) => {
    const other = b.replicas[index];
    return (
      replica.replica === other?.replica &&
      replica.source === other.source &&
      replica.visits === other.visits &&
      replica.pod === other.pod &&
      (replica.restartedMs === undefined) === (other.restartedMs === undefined)
    );
  });
}
