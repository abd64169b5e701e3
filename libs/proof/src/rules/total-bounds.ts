import { type Evidence } from '../evidence/evidence';
import { totalBaseline } from '../evidence/total-baseline';
import { type App } from '../ledger/entry';
import { type Visit } from '../ledger/ledger';
import { eachApp, ledgerLine, observationLine, type Rule, type Verdicts } from './rule';

/** A total is at least what its own pod acknowledged, and at most what can have been counted. */
export const totalBounds: Rule = {
  codes: ['TOTAL_OUT_OF_BOUNDS', 'TOTAL_UNCLEAR'],
  check: eachApp(checkApp),
};

function checkApp(app: App, evidence: Evidence, verdict: Verdicts): void {
  const { observations, ledger, facts, accounting } = evidence;
  const totals = observations.of('total').filter((total) => total.app === app);
  if (totals.length === 0)
    return verdict.skip('TOTAL_OUT_OF_BOUNDS', `No total of the ${app} was read.`, app);
  const errorMs = facts?.clockErrorMs ?? 0;
  const instance = (total: (typeof totals)[number], why: string, ...besides: string[]) => ({
    message: `${total.pod} said a total of ${total.total}: ${why}.`,
    evidence: [observationLine(total.line), ...besides],
    ms: total.ms,
    replica: total.replica,
  });

  const own = ownAcknowledged(evidence);
  for (const total of totals) {
    const acknowledged = own(total.replica, total.sentMs - errorMs);
    if (!acknowledged || total.total >= acknowledged.least) continue;
    const why = `it had acknowledged ${acknowledged.least} itself before it was asked`;
    const { answerLine } = acknowledged.visit;
    verdict.find('TOTAL_OUT_OF_BOUNDS', instance(total, why, ledgerLine(answerLine!)));
  }
  const baseline = totalBaseline(app, evidence);
  if (baseline === undefined || !ledger.sealed)
    return verdict.skip('TOTAL_OUT_OF_BOUNDS', `The ${app}'s exact total before the run is not known.`, app);
  const leftovers = accounting.leftovers.filter(({ claim }) => claim.app === app);
  // Lines that no visit explains are in the total, rightly: the rules about lines speak of them.
  if (leftovers.some(({ kind }) => kind !== 'foreign')) return;
  const code = !facts?.target.own || leftovers.length > 0 ? 'TOTAL_UNCLEAR' : 'TOTAL_OUT_OF_BOUNDS';
  const sent = ledger.visits.filter((visit) => visit.app === app).map(({ sentMs }) => sentMs);
  sent.sort((a, b) => a - b);
  for (const total of totals) {
    const most = baseline + countUpTo(sent, total.ms + errorMs);
    if (total.total > most) verdict.find(code, instance(total, `at most ${most} can have been counted`));
  }
}

interface Acknowledged {
  /** The count above its replica's base: what that replica contributes to a total. */
  readonly least: number;
  readonly visit: Visit;
}

/** The largest that one replica had acknowledged before a moment. */
function ownAcknowledged({
  acked,
  claims,
}: Evidence): (replica: string | undefined, ms: number) => Acknowledged | undefined {
  const bases = new Map<string, number>();
  for (const { before, after } of claims)
    for (const id of [before?.replica, after?.replica]) if (id) bases.set(id.replica, id.base);
  const series = new Map<string, { times: number[]; largest: Acknowledged[] }>();
  const answered = [...acked].sort((a, b) => a.answeredMs! - b.answeredMs!);
  for (const visit of answered) {
    const { receipt, answeredMs } = visit;
    const base = bases.get(receipt!.replica);
    if (base === undefined) continue;
    const held = series.get(receipt!.replica) ?? { times: [], largest: [] };
    series.set(receipt!.replica, held);
    held.times.push(answeredMs!);
    const before = held.largest.at(-1);
    const least = receipt!.n - base;
    held.largest.push(before && before.least >= least ? before : { least, visit });
  }
  return (replica, ms) => {
    const held = replica === undefined ? undefined : series.get(replica);
    return held?.largest[countUpTo(held.times, ms) - 1];
  };
}

/** How many of the sorted times lie before `ms`. */
function countUpTo(sorted: readonly number[], ms: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
