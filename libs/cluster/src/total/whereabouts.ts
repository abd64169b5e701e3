import type { Peer } from '../exchange/peer';
import { ordinalOf } from '../replicas/identity';
import type { ReplicaEntry, ReplicaMap } from '../replicas/replica-map';
import { byOrdinal } from './total';

/** Where a replica's volume can be read. */
export type Whereabouts =
  /** A sibling said lately, at this address, that it is this replica; it may be gone by now. */
  | {
      readonly kind: 'sibling';
      readonly pod: string;
      readonly ordinal: number | null;
      readonly origin: string;
    }
  /** Known from earlier; no sibling is this replica now. */
  | { readonly kind: 'silent'; readonly pod: string; readonly ordinal: number | null; readonly ageMs: number }
  | { readonly kind: 'unknown' };

/** Only addresses that discovery named, and that answered as a pod of this set. */
export function locate(replica: string, peers: readonly Peer[], known: ReplicaMap, now: number): Whereabouts {
  for (const { identity, isSelf, isStranger, sibling } of peers) {
    if (identity?.replica !== replica || isSelf || isStranger || sibling.origin === null) continue;
    return { kind: 'sibling', pod: identity.pod, ordinal: identity.ordinal, origin: sibling.origin };
  }
  const entry = known.get(replica);
  if (!entry) return { kind: 'unknown' };
  return { kind: 'silent', pod: entry.pod, ordinal: entry.ordinal, ageMs: Math.max(0, now - entry.seenAt) };
}

/** One of the set beside this pod: a volume, or an address that has not said which. */
export interface Other {
  readonly replica: string | null;
  /** Its address where no name is known. */
  readonly pod: string;
  readonly ordinal: number | null;
  /** Where it says that it is that replica; null: nobody can be asked. */
  readonly origin: string | null;
  /** Why it may not answer; null: it did just now. A reason of `/peers`, or `stopped`, `gone`, `not-heard`. */
  readonly reason: string | null;
  readonly detail: string;
}

/** All that was ever heard of but `own`, by ordinal. A replica that has no visits, and whose pod is gone, lacks nothing. */
export function othersOf(own: string | null, peers: readonly Peer[], known: ReplicaMap): Other[] {
  const heard = new Map<string, Other>();
  const unheard: Other[] = [];
  for (const peer of peers) {
    if (peer.isSelf) continue;
    const other = otherOf(peer);
    if (other.replica === null || peer.reason === 'duplicate-replica') unheard.push(other);
    else if (heard.get(other.replica)?.reason !== null) heard.set(other.replica, other);
  }
  for (const [replica, entry] of known) {
    if (replica === own || heard.has(replica)) continue;
    // Known from the volume alone, after a restart: the name says why its pod was not heard since.
    const at = unheard.findIndex(({ replica: id, pod }) => id === null && pod === entry.pod);
    const [peer] = at === -1 ? [] : unheard.splice(at, 1);
    if (peer) unheard.push({ ...peer, replica });
    else if (entry.visits > 0) unheard.push(goneOf(replica, entry));
  }
  const byPlace = (a: Other, b: Other): number => byOrdinal(placed(a), placed(b));
  return [...heard.values(), ...unheard].sort(byPlace);
}

const placed = ({ ordinal, pod, replica }: Other) => ({ ordinal, pod, replica: replica ?? '' });

function otherOf(peer: Peer): Other {
  const { name: pod, identity, sibling, reason, detail } = peer;
  const replica = peer.isStranger ? null : (identity?.replica ?? null);
  const ordinal = ordinalOf(pod);
  const canBeAsked = replica !== null && reason !== 'duplicate-replica';
  if (canBeAsked || reason !== null) {
    return {
      replica,
      pod,
      ordinal,
      origin: canBeAsked ? sibling.origin : null,
      reason,
      detail: detail ?? '',
    };
  }
  const why = identity ? 'It has not opened a volume.' : 'It has not answered yet.';
  return { replica, pod, ordinal, origin: null, reason: 'not-heard', detail: why };
}

function goneOf(replica: string, { pod, ordinal, visits, final }: ReplicaEntry): Other {
  const [reason, detail] = final
    ? ['stopped', `It stopped at ${visits}.`]
    : ['gone', `No pod has its volume now; it had ${visits} when it was heard last.`];
  return { replica, pod, ordinal, origin: null, reason, detail };
}
