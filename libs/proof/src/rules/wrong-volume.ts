import { place } from '../evidence/alignment';
import { type Claim, claimOfLine } from '../evidence/claim';
import { type Visit } from '../ledger/ledger';
import { describe, ledgerLine, type Rule } from './rule';

/** A visit sent to a pod is counted on that pod's volume. */
export const wrongVolume: Rule = {
  codes: ['WRONG_VOLUME'],
  check({ observations, claims, accounting }, verdict) {
    const byName = new Map(claims.map((claim) => [claim.name, claim]));
    const claimsOfPod = new Map<string, Set<Claim>>();
    for (const { pod, claim } of observations.of('pod')) {
      const found = claim === undefined ? undefined : byName.get(claim);
      if (found) claimsOfPod.set(pod, (claimsOfPod.get(pod) ?? new Set()).add(found));
    }
    if (claimsOfPod.size === 0)
      return verdict.skip('WRONG_VOLUME', 'Which pod has which claim was not seen.');
    const look = (visit: Visit, claim: Claim, evidence: string): void => {
      const own = claimsOfPod.get(visit.target);
      if (!own || own.has(claim)) return;
      verdict.find('WRONG_VOLUME', {
        message: `${describe(visit)} was sent to ${visit.target} and is on ${claim.name}.`,
        evidence: [evidence, ledgerLine(visit.line)],
        ms: visit.sentMs,
        replica: claim.after?.replica?.replica,
      });
    };
    for (const [line, visit] of accounting.visitOf) look(visit, byName.get(claimOfLine(line))!, place(line));
    for (const [visit, line] of accounting.matched)
      if (visit.text !== undefined) look(visit, byName.get(claimOfLine(line))!, place(line));
  },
};
