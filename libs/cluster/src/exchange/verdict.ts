import { isOfSet, type SetName } from '../replicas/identity';
import { MAX_SEEN_AT, type ReplicaMap } from '../replicas/replica-map';
import type { SiblingAnswer } from '../replicas/replica-schema';
import type { PeerReason } from './peers-view';

export interface Asker {
  readonly set: SetName;
  /** Whom we asked, where the name says so. */
  readonly pod: string | null;
  /** Our id when we asked and still; null otherwise. */
  readonly ownReplica: string | null;
  /** What we knew before we asked: an honest sibling has at least that of itself. */
  readonly known: ReplicaMap;
}

export type Verdict =
  | { readonly kind: 'stranger'; readonly reason: 'other-set' | 'other-pod'; readonly detail: string }
  | {
      readonly kind: 'sibling';
      readonly learned: ReplicaMap;
      readonly reason: PeerReason | null;
      readonly detail: string | null;
    };

/** What an answer is worth. */
export function judgeAnswer(answer: SiblingAnswer, asker: Asker): Verdict {
  const { set, pod, replica, replicas } = answer;
  if (!isOfSet(answer, asker.set)) {
    const detail = `${pod} is of another set: ${set.service} in ${set.namespace || 'no namespace'}.`;
    return { kind: 'stranger', reason: 'other-set', detail };
  }
  if (asker.pod !== null && pod !== asker.pod) {
    return { kind: 'stranger', reason: 'other-pod', detail: `The address answers as ${pod}.` };
  }
  const sibling = { kind: 'sibling', learned: replicas, reason: null, detail: null } as const;
  if (replica === null) return sibling;
  if (replica === asker.ownReplica) {
    const detail = `${pod} counts under our replica id as well.`;
    return { ...sibling, reason: 'duplicate-replica', detail };
  }
  const own = replicas.get(replica);
  const before = asker.known.get(replica);
  if (!own || (before && own.visits < before.visits)) {
    const detail = 'Its volume has less than it once reported: it was restored from an older copy.';
    return { ...sibling, reason: 'restored', detail };
  }
  // It is back, and its clock is behind the one that it stopped with: its own report still takes the final one back.
  if (!own.final && before?.final && own.visits === before.visits && own.seenAt <= before.seenAt) {
    const back = { ...own, seenAt: Math.min(before.seenAt + 1, MAX_SEEN_AT) };
    return { ...sibling, learned: new Map([...replicas, [replica, back]]) };
  }
  return sibling;
}
