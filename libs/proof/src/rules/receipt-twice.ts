import { describe, ledgerLine, type Rule } from './rule';

/** A line has one caller. */
export const receiptTwice: Rule = {
  codes: ['RECEIPT_TWICE'],
  check({ byReplica }, verdict) {
    for (const [replica, visits] of byReplica)
      for (const [i, visit] of visits.entries()) {
        const other = visits[i - 1];
        const { n } = visit.receipt!;
        if (other?.receipt!.n !== n) continue;
        verdict.find('RECEIPT_TWICE', {
          message: `${describe(other)} and ${describe(visit)} were both acknowledged as ${replica}/${n}.`,
          evidence: [ledgerLine(visit.answerLine!), ledgerLine(other.answerLine!)],
          ms: visit.answeredMs,
          replica,
        });
      }
  },
};
