import { claimOfLine } from '../evidence/claim';
import { type Evidence } from '../evidence/evidence';
import { type LogLine } from '../volume/log';
import { provedCount } from '../volume/volume';
import { type ReplicaReport } from './schema';

type Boot = ReplicaReport['boots'][number];

/** Each claim with the processes that wrote on it: names, UIDs and times that bind what is claimed. */
export function replicasOf(evidence: Evidence): ReplicaReport[] {
  const boots = bootsOf(evidence);
  const { missing, matched: unanswered } = evidence.accounting;
  const matched = countByClaim(unanswered.values());
  const seen = [...evidence.observations.of('pod'), ...evidence.observations.of('read')];
  return evidence.claims.map((claim) => {
    const lines = seen.filter((line) => line.claim === claim.name);
    const acked = evidence.acked.filter(({ receipt }) => claim.ids.has(receipt!.replica));
    return {
      app: claim.app ?? null,
      replica: claim.after?.replica?.replica ?? claim.before?.replica?.replica ?? [...claim.ids][0] ?? null,
      claim: claim.name,
      claimUid: lines.findLast((line) => line.claimUid)?.claimUid ?? null,
      volume: lines.findLast((line) => line.volume)?.volume ?? null,
      boots: [...claim.ids].flatMap((id) => boots.get(id) ?? []).sort((a, b) => a.fromMs - b.fromMs),
      before: claim.baseline ?? null,
      after: claim.after ? provedCount(claim.after) : null,
      acked: acked.length,
      stored: acked.filter((visit) => !missing.has(visit)).length,
      matched: matched.get(claim.name) ?? 0,
    };
  });
}

function countByClaim(lines: Iterable<LogLine>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(claimOfLine(line), (counts.get(claimOfLine(line)) ?? 0) + 1);
  return counts;
}

function bootsOf({ ledger, observations }: Evidence): Map<string, Boot[]> {
  const byReplica = new Map<string, Map<string, Boot>>();
  const boot = (replica: string, name: string, fromMs: number, toMs: number): Boot => {
    const held = byReplica.get(replica) ?? new Map<string, Boot>();
    byReplica.set(replica, held);
    const known = held.get(name) ?? {
      boot: name,
      pod: null,
      podUid: null,
      node: null,
      fromMs,
      toMs,
      exit: null,
    };
    held.set(name, known);
    known.fromMs = Math.min(known.fromMs, fromMs);
    known.toMs = Math.max(known.toMs, toMs);
    return known;
  };
  for (const { receipt, target, sentMs, answeredMs } of ledger.visits) {
    if (!receipt) continue;
    const seen = boot(receipt.replica, receipt.boot, sentMs, answeredMs!);
    if (target !== 'service') seen.pod ??= target;
  }
  for (const line of observations.of('pod')) {
    if (!line.replica || !line.boot) continue;
    const seen = boot(line.replica, line.boot, line.ms, line.ms);
    seen.pod = line.pod;
    seen.podUid ??= line.uid ?? null;
    seen.node ??= line.node ?? null;
  }
  const all = [...byReplica.values()].flatMap((boots) => [...boots.values()]);
  for (const { boot: name, exit } of observations.of('gone'))
    for (const ended of all) if (name !== undefined && ended.boot === name) ended.exit = exit ?? null;
  return new Map([...byReplica].map(([replica, boots]) => [replica, [...boots.values()]]));
}
