import { place } from '../evidence/alignment';
import { describe, ledgerLine, type Rule } from './rule';

/** Refused is counted for sure not. Through the Service, somebody may have sent it twice. */
export const refusedButCounted: Rule = {
  codes: ['REFUSED_BUT_COUNTED', 'RETRIED_ON_THE_WAY'],
  check({ ledger, accounting: { leftovers } }, verdict) {
    for (const { kind, claim, line, owner } of leftovers) {
      if (!owner) continue;
      const throughService = owner.target === 'service';
      if (kind === 'repeated' && !(throughService && ledger.sealed)) continue;
      verdict.find(throughService ? 'RETRIED_ON_THE_WAY' : 'REFUSED_BUT_COUNTED', {
        message:
          `${describe(owner)} ${kind === 'refused' ? `was refused (${owner.code ?? owner.status ?? 'no connection'})` : 'was sent once'}, ` +
          `and is counted${kind === 'refused' ? '' : ' again'} as ${claim.name}/${line.n}.`,
        evidence: [place(line), ledgerLine(owner.answerLine ?? owner.line)],
        ms: owner.sentMs,
        replica: claim.after?.replica?.replica,
      });
    }
  },
};
