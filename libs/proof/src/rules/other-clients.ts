import { place } from '../evidence/alignment';
import { instantOf } from '../volume/instant';
import { type Rule } from './rule';

/** Lines with a text that this run never sent. A cut ledger cannot tell. */
export const otherClients: Rule = {
  codes: ['OTHER_CLIENTS'],
  check({ ledger, accounting: { leftovers }, startedAt }, verdict) {
    if (!ledger.sealed) return;
    for (const { kind, claim, line } of leftovers)
      if (kind === 'foreign')
        verdict.find('OTHER_CLIENTS', {
          message: `${claim.name} holds \`${line.at} ${line.n} ${line.text}\`, which this run did not send.`,
          evidence: [place(line)],
          ms: instantOf(line.at) - startedAt,
        });
  },
};
