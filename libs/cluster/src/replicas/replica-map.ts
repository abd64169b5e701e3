import { layout } from '@visits/persistence';

/** What is known of one replica: a volume, not a pod. */
export interface ReplicaEntry {
  /** Its contribution: its count without what was there before it had its id. */
  readonly visits: number;
  readonly pod: string;
  readonly ordinal: number | null;
  /** When the replica itself said so, ms since the epoch by its own clock. With a wrong clock ages are wrong, never a count. */
  readonly seenAt: number;
  /** It stopped cleanly at this count. */
  readonly final: boolean;
}

/** From replica id to the largest entry ever heard of it: a G-counter. */
export type ReplicaMap = ReadonlyMap<string, ReplicaEntry>;

/** A volume counts no further, so no replica says more. */
export const MAX_VISITS = layout.MAX_COUNT;
/** Of all replicas together; new ones are refused beyond it. */
export const MAX_REPLICAS = 10_000;
/** The last day that a Date can hold. */
export const MAX_SEEN_AT = 8_640_000_000_000_000;

/** A total order, so that merging may happen in any order and any number of times. */
export function larger(a: ReplicaEntry, b: ReplicaEntry): ReplicaEntry {
  return compare(a, b) >= 0 ? a : b;
}

export function merge(a: ReplicaMap, b: ReplicaMap): ReplicaMap {
  const merged = new Map(a);
  for (const [replica, entry] of b) {
    const known = merged.get(replica);
    merged.set(replica, known ? larger(known, entry) : entry);
  }
  return merged;
}

/** Never goes down from a map to a merge with it. null beyond what is an exact number. */
export function sum(map: ReplicaMap): number | null {
  let total = 0;
  for (const { visits } of map.values()) total += visits;
  return total <= Number.MAX_SAFE_INTEGER ? total : null;
}

/** At one count the latest report holds: final is taken back when the replica comes back. Pod and ordinal only break ties. */
function compare(a: ReplicaEntry, b: ReplicaEntry): number {
  return (
    a.visits - b.visits ||
    a.seenAt - b.seenAt ||
    Number(a.final) - Number(b.final) ||
    (a.ordinal ?? -1) - (b.ordinal ?? -1) ||
    (a.pod === b.pod ? 0 : a.pod > b.pod ? 1 : -1)
  );
}
