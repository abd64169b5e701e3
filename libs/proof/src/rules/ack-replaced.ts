import { place } from '../evidence/alignment';
import { describe, ledgerLine, receiptOf, type Rule } from './rule';

/** A number is no identity: the line must hold what the receipt says, not only stand there. */
export const ackReplaced: Rule = {
  codes: ['ACK_REPLACED'],
  check({ acked, accounting: { missing } }, verdict) {
    for (const visit of acked) {
      const fate = missing.get(visit);
      if (fate?.kind !== 'replaced') continue;
      const { at, n, text } = fate.line;
      verdict.find('ACK_REPLACED', {
        message:
          `${describe(visit)} was acknowledged as ${receiptOf(visit)}; ` +
          `that line of ${fate.claim.name} is \`${at} ${n} ${text}\`.`,
        evidence: [place(fate.line), ledgerLine(visit.answerLine!)],
        ms: visit.answeredMs,
        replica: visit.receipt!.replica,
      });
    }
  },
};
