import { describe, lastLine, ledgerLine, receiptOf, type Rule } from './rule';

/** Acknowledged means durable: each visit of A has its line. */
export const ackLost: Rule = {
  codes: ['ACK_LOST', 'ACK_COVERED', 'ANSWERED_AFTER_CUT'],
  check({ acked, afterCut, accounting: { missing } }, verdict) {
    for (const visit of acked) {
      const fate = missing.get(visit);
      if (fate?.kind !== 'lost' && fate?.kind !== 'covered') continue;
      verdict.find(fate.kind === 'lost' ? 'ACK_LOST' : 'ACK_COVERED', {
        message:
          `${describe(visit)} was acknowledged as ${receiptOf(visit)}; ` +
          (fate.kind === 'lost'
            ? `${fate.claim.name} has no line ${visit.receipt!.n}.`
            : `the oldest line that ${fate.claim.name} keeps is ${fate.claim.after!.lines[0]!.n}.`),
        evidence: [ledgerLine(visit.answerLine!), lastLine(fate.claim)],
        ms: visit.answeredMs,
        replica: visit.receipt!.replica,
      });
    }
    for (const visit of afterCut) {
      const fate = missing.get(visit);
      if (fate?.kind !== 'lost' && fate?.kind !== 'replaced') continue;
      verdict.find('ANSWERED_AFTER_CUT', {
        message: `${describe(visit)} was answered after the cut began, and is not on ${fate.claim.name}.`,
        evidence: [ledgerLine(visit.answerLine!)],
        ms: visit.answeredMs,
        replica: visit.receipt!.replica,
      });
    }
  },
};
