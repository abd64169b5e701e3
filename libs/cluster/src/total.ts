import { sum, type ReplicaEntry, type ReplicaMap } from './replica-map';

/** `self`, `live`: asked directly at most 2 s ago, `final`: stopped cleanly at this count, `cached`: known from earlier. */
export type Source = 'self' | 'live' | 'final' | 'cached';

export interface TotalReplica {
  readonly replica: string;
  readonly ordinal: number | null;
  readonly pod: string;
  readonly visits: number;
  readonly source: Source;
  /** How old the word is; 0 for ourselves. */
  readonly ageMs: number;
}

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
  /** Our own word; null until we have an id. */
  readonly own: { readonly replica: string; readonly entry: ReplicaEntry } | null;
  /** What the volume holds: nothing else is ever shown of the others. */
  readonly durable: ReplicaMap;
  /** From the ids that answered us directly and lately to how long ago. */
  readonly live: ReadonlyMap<string, number>;
  readonly now: number;
  /** What else speaks against exact. */
  readonly doubts: readonly string[];
}

export function totalOf({ own, durable, live, now, doubts }: TotalInputs): Total {
  const shown = new Map(durable);
  if (own) {
    // A larger one on the volume was shown before: a log that fell back must not take it back.
    const before = durable.get(own.replica);
    shown.set(own.replica, before && before.visits > own.entry.visits ? before : own.entry);
  }
  const replicas = [...shown].map(([replica, entry]): TotalReplica => {
    const { pod, ordinal, visits } = entry;
    const [source, ageMs] =
      replica === own?.replica ? (['self', 0] as const) : sourceOf(entry, live.get(replica), now);
    return { replica, ordinal, pod, visits, source, ageMs };
  });
  replicas.sort(byOrdinal);
  const cached = replicas.filter(({ source }) => source === 'cached');
  const reasons = [...doubts];
  if (cached.length > 0) {
    const names = named(cached.map(({ pod }) => pod));
    reasons.push(
      `${names} ${cached.length === 1 ? 'is' : 'are'} known from earlier only: there may be more by now.`,
    );
  }
  return { total: sum(shown), exact: reasons.length === 0, reasons, replicas };
}

/** At most three of them by name. */
export function named(names: readonly string[]): string {
  const more = names.length - 3;
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function sourceOf(entry: ReplicaEntry, liveMs: number | undefined, now: number): readonly [Source, number] {
  if (liveMs !== undefined) return ['live', Math.round(liveMs)];
  return [entry.final ? 'final' : 'cached', Math.max(0, now - entry.seenAt)];
}

function byOrdinal(a: TotalReplica, b: TotalReplica): number {
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
      replica.pod === other.pod
    );
  });
}
