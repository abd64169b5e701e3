import { place } from '../evidence/alignment';
import { type Leftover } from '../evidence/accounting';
import { type Evidence } from '../evidence/evidence';
import { instantOf } from '../volume/instant';
import { describe, ledgerLine, type Rule } from './rule';

const CUT = 'The ledger is cut: what it no longer holds may have been sent.';

/** Counted at the end: what was acknowledged, and at most what nobody answered for. */
export const excess: Rule = {
  codes: ['EXCESS', 'EXCESS_EXCUSED'],
  check(evidence, verdict) {
    const { ledger, claims, accounting } = evidence;
    if (!ledger.sealed) return verdict.skip('EXCESS', CUT);
    for (const { name, app, baseline, lines } of claims)
      if (lines.length > 0 && (app === undefined || (app === 'clock' && baseline === undefined)))
        verdict.skip(
          'EXCESS',
          `${name}: ${app ? 'its count before the run' : 'its service'} is not known.`,
          app,
        );
    for (const left of accounting.leftovers) {
      if (left.kind !== 'repeated' || left.owner!.target === 'service') continue;
      const { line, claim, owner } = left;
      verdict.find('EXCESS', {
        message: `${describe(owner!)} was sent once, to ${owner!.target}, and is counted again as ${claim.name}/${line.n}.`,
        evidence: [place(line), ledgerLine(owner!.line)],
        ms: owner!.sentMs,
        replica: claim.after?.replica?.replica,
      });
    }
    const unnamed = accounting.leftovers.filter(({ kind }) => kind === 'number');
    const excuse = excuseFor(unnamed, evidence);
    for (const { line, claim } of unnamed) {
      verdict.find(excuse ? 'EXCESS_EXCUSED' : 'EXCESS', {
        message: `${claim.name}: no visit is left for the line \`${line.at} ${line.n} ${line.text}\`${excuse ? `; ${excuse}` : ''}.`,
        evidence: [place(line)],
        ms: instantOf(line.at) - evidence.startedAt,
        replica: claim.after?.replica?.replica,
      });
    }
  },
};

/** Lines without a text of their own look like anybody's: one sign of somebody else, and they convict nobody. */
function excuseFor(
  unnamed: readonly Leftover[],
  { facts, accounting, ledger }: Evidence,
): string | undefined {
  if (!facts?.target.own) return 'others may visit this set';
  if (accounting.leftovers.some(({ kind }) => kind === 'foreign')) return 'another client visited';
  const throughService = ledger.visits.filter(
    ({ app, target }) => app === 'clock' && target === 'service',
  ).length;
  const retried = accounting.leftovers.some(({ owner }) => owner?.target === 'service');
  return retried && unnamed.length <= throughService ? 'requests were repeated on the way' : undefined;
}
