import { expression } from '../ledger/operands';
import { ledgerLine, type Rule } from './rule';

/** An old ledger fits a new challenge nowhere: so many visits, spread over the run, are looked at. */
const LOOKED_AT = 2_000;

/** Facts and operands belong to this ledger. */
export const sameRun: Rule = {
  codes: ['FACTS_OF_ANOTHER_RUN', 'CHALLENGE_MISMATCH'],
  check({ ledger: { header, visits }, facts, wantedChallenge }, verdict) {
    if (facts && facts.run !== header.run)
      verdict.find('FACTS_OF_ANOTHER_RUN', {
        message: `facts.json is of ${facts.run}, the ledger of ${header.run}.`,
        evidence: ['facts.json', ledgerLine(1)],
      });
    const challenge = wantedChallenge ?? facts?.challenge;
    if (challenge === undefined) return;
    const { run } = header;
    const calculations = visits.filter(({ text }) => text !== undefined);
    const step = Math.ceil(calculations.length / LOOKED_AT);
    const other = calculations.find(
      ({ text, client, seq }, i) => i % step === 0 && text !== expression({ challenge, run, client, seq }),
    );
    if (other)
      verdict.find('CHALLENGE_MISMATCH', {
        message: `Visit ${other.seq} sent \`${other.text}\`, which is not made of the challenge.`,
        evidence: [ledgerLine(other.line)],
      });
  },
};
