import { claimOfLine } from '../evidence/claim';
import { type Evidence } from '../evidence/evidence';
import { type Visit } from '../ledger/ledger';
import { describe, ledgerLine, type Rule } from './rule';

/** Counts follow real time: what was answered before another was sent has the smaller one. One clock, the ledger's. */
export const order: Rule = {
  codes: ['ORDER'],
  check(evidence, verdict) {
    const { matched } = evidence.accounting;
    const countOf = (visit: Visit): number => visit.receipt?.n ?? matched.get(visit)!.n;
    for (const [replica, visits] of byReplica(evidence)) {
      visits.sort((a, b) => countOf(b) - countOf(a));
      let first: Visit | undefined;
      let pending: Visit | undefined;
      let above = Infinity;
      for (const visit of visits) {
        const n = countOf(visit);
        // Strictly larger numbers only: the same number twice is another rule's.
        if (pending && above > n) [first, pending] = [earlier(first, pending), undefined];
        if (first && visit.sentMs > first.answeredMs!)
          verdict.find('ORDER', {
            message: `${describe(first)} was answered as ${countOf(first)} before ${describe(visit)} was sent, which is ${n}.`,
            evidence: [ledgerLine(visit.line), ledgerLine(first.answerLine!)],
            ms: visit.sentMs,
            replica,
          });
        if (visit.outcome === 'acked') pending = earlier(pending, visit);
        above = n;
      }
    }
  },
};

function earlier(a: Visit | undefined, b: Visit): Visit {
  return a && a.answeredMs! <= b.answeredMs! ? a : b;
}

function byReplica({ byReplica: acked, accounting: { matched }, claims }: Evidence): Map<string, Visit[]> {
  const series = new Map([...acked].map(([replica, visits]) => [replica, [...visits]]));
  const replicaOf = new Map(claims.map((claim) => [claim.name, claim.after?.replica?.replica]));
  for (const [visit, line] of matched) {
    const replica = replicaOf.get(claimOfLine(line));
    if (replica && visit.outcome === 'unknown' && visit.text !== undefined) series.get(replica)?.push(visit);
  }
  return series;
}
