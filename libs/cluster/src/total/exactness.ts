import { type Exchange, PEERS_PER_TOTAL } from '../exchange/exchange';
import type { Peer } from '../exchange/peer';
import type { Duplicate, PeerReason } from '../exchange/peers-view';
import type { DurableMap } from '../replicas/durable-map';
import { named } from './total';

/** What speaks against an exact total, besides replicas that are known from earlier only. */
export function inexactness(
  map: DurableMap,
  { table, lookup }: Exchange,
  duplicate: Duplicate | null,
  monotonic: number,
): string[] {
  const reasons: string[] = [];
  if (lookup.failure) reasons.push(`The siblings cannot be looked up: ${lookup.failure.detail}`);
  const silent = table.silent(monotonic);
  if (silent.length > 0) {
    const names = silent.map((peer) => `${peer.name} (${silenceText(peer)})`);
    reasons.push(`No certain count from ${named(names)}.`);
  }
  if (table.others.length > PEERS_PER_TOTAL) {
    reasons.push(
      `A request asks ${PEERS_PER_TOTAL} of ${table.others.length} siblings: the total is exact by chance only.`,
    );
  }
  if (duplicate) reasons.push(duplicate.detail);
  const duplicates = table.duplicates(monotonic);
  if (duplicates.length > 0) reasons.push(`${named(duplicates)} and another pod count under one replica id.`);
  if (map.isRolledBack)
    reasons.push('This volume has less than it once reported: its replica id is being rotated.');
  if (map.isBehind) {
    const why = map.problem ? ` (${map.problem.detail})` : '';
    reasons.push(`What was heard last is not on the volume yet${why}.`);
  }
  return reasons;
}

/** For people: the codes are in /peers. */
const SILENCE: Readonly<Record<PeerReason, string>> = {
  'dns-not-found': 'its name has no address',
  'dns-empty': 'its name has no address',
  'dns-timeout': 'DNS does not answer',
  'dns-failed': 'DNS fails',
  timeout: 'no answer in time',
  'connection-refused': 'nothing listens at its address',
  'connection-failed': 'the connection failed',
  'bad-status': 'it refuses to answer',
  'bad-answer': 'its answer cannot be read',
  'too-large': 'its answer is too large',
  'too-many-replicas': 'it knows more replicas than fit',
  'other-set': 'its address belongs to another set',
  'other-pod': 'another pod answers at its address',
  'duplicate-replica': 'its volume is a copy of this one',
  restored: 'its volume was restored from an older copy',
};

function silenceText({ reason, hasAnswered, identity }: Peer): string {
  if (reason) return SILENCE[reason];
  if (!hasAnswered) return 'no answer yet';
  return identity?.replica ? 'not asked lately' : 'its volume is not open yet';
}
