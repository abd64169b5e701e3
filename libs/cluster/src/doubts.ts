import type { DurableMap } from './durable-map';
import type { Lookup } from './lookup';
import type { Peer } from './peer';
import type { PeerTable } from './peer-table';
import type { Duplicate, PeerReason } from './peers-view';
import { named } from './total';

/** What speaks against an exact total, besides replicas that are known from earlier only. */
export function doubts(
  map: DurableMap,
  table: PeerTable,
  lookup: Lookup,
  duplicate: Duplicate | null,
  monotonic: number,
): string[] {
  const found: string[] = [];
  if (lookup.failure) found.push(`The siblings cannot be looked up: ${lookup.failure.detail}`);
  const silent = table.silent(monotonic);
  if (silent.length > 0) {
    const names = silent.map((peer) => `${peer.name} (${silenceWords(peer)})`);
    found.push(`No certain count from ${named(names)}.`);
  }
  if (duplicate) found.push(duplicate.detail);
  const twins = table.twins(monotonic);
  if (twins.length > 0) found.push(`${named(twins)} and another pod count under one replica id.`);
  if (map.hasFallenBack) found.push('This volume has less than it once said: it gets a new replica id.');
  if (map.isBehind) {
    const why = map.problem ? ` (${map.problem.detail})` : '';
    found.push(`What was heard last is not on the volume yet${why}.`);
  }
  return found;
}

/** For people: the codes are in /peers. */
const WORDS: Readonly<Record<PeerReason, string>> = {
  'dns-not-found': 'its name has no address',
  'dns-empty': 'its name has no address',
  'dns-timeout': 'DNS does not answer',
  'dns-failed': 'DNS fails',
  timeout: 'no answer in time',
  'connection-refused': 'nothing listens at its address',
  'connection-failed': 'the connection failed',
  'bad-status': 'it refuses to answer',
  'bad-answer': 'its answer can not be read',
  'too-large': 'its answer is too large',
  'too-many-replicas': 'it knows more replicas than fit',
  'other-set': 'its address belongs to another set',
  'other-pod': 'another pod answers at its address',
  'duplicate-replica': 'its volume is a copy of this one',
  restored: 'its volume was restored from an older copy',
};

function silenceWords({ reason, hasAnswered, word }: Peer): string {
  if (reason) return WORDS[reason];
  if (!hasAnswered) return 'no answer yet';
  return word?.replica ? 'not asked lately' : 'its volume is not open yet';
}
