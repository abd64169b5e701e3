import type { DurableMap } from './durable-map';
import type { Lookup } from './lookup';
import type { PeerTable } from './peer-table';
import type { Duplicate } from './peers-view';
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
    const names = silent.map(({ name, reason }) => `${name} (${reason ?? 'no answer yet'})`);
    found.push(`Nothing certain from ${named(names)}.`);
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
