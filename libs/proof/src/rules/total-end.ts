import { type Evidence } from '../evidence/evidence';
import { totalBaseline } from '../evidence/total-baseline';
import { type App } from '../ledger/entry';
import { eachApp, observationLine, type Rule, type Verdicts } from './rule';

/** Siblings have heard of each other within this, so that a settled total then is the whole truth. */
const SETTLING_MS = 10_000;

/** In the end the total is what was there before and what was counted. */
export const totalEnd: Rule = {
  codes: ['TOTAL_OUT_OF_BOUNDS'],
  check: eachApp(checkApp),
};

function checkApp(app: App, evidence: Evidence, verdict: Verdicts): void {
  const { ledger, accounting, acked, afterCut } = evidence;
  const late = lateTotals(app, evidence);
  const baseline = totalBaseline(app, evidence);
  if (late.length === 0)
    return verdict.skip(
      'TOTAL_OUT_OF_BOUNDS',
      `No exact total of the settled ${app} was read ten seconds after the load.`,
      app,
    );
  // What is lost or left over already has a name, and a total that follows the volumes is right.
  const mine = (visit: { app: App }): boolean => visit.app === app;
  const allFound = !acked.some((visit) => mine(visit) && accounting.missing.has(visit));
  if (baseline === undefined || !ledger.sealed || !allFound) return;
  if (accounting.leftovers.some(({ claim }) => claim.app === app)) return;
  const found = [...acked, ...afterCut].filter((visit) => mine(visit) && !accounting.missing.has(visit));
  const least = baseline + found.length;
  // A visit that nobody answered may have been counted after the total was read.
  const most = least + [...accounting.matched.keys()].filter(mine).length;
  for (const { total, pod, line, ms } of late)
    if (total < least || total > most)
      verdict.find('TOTAL_OUT_OF_BOUNDS', {
        message: `${pod} said an exact total of ${total} after the load; ${least === most ? least : `${least} to ${most}`} were counted.`,
        evidence: [observationLine(line)],
        ms,
      });
}

function lateTotals(app: App, { ledger, observations }: Evidence) {
  let loadEndMs = 0;
  for (const visit of ledger.visits)
    if (visit.app === app) loadEndMs = Math.max(loadEndMs, visit.answeredMs ?? visit.sentMs);
  const states = observations.of('state').filter((state) => state.app === app);
  return observations
    .of('total')
    .filter((total) => total.app === app && total.exact && total.sentMs > loadEndMs + SETTLING_MS)
    .filter(({ sentMs, ms }) => {
      const last = states.findLast((state) => state.ms <= sentMs);
      return last?.settled && !states.some((state) => state.ms > sentMs && state.ms <= ms);
    });
}
