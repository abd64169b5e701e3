import { ledgerLine, type Rule } from './rule';

/** A 2xx without a receipt is no acknowledgement; where one is due, that is worth a word. */
export const receiptMissing: Rule = {
  codes: ['RECEIPT_MISSING'],
  check({ unknown }, verdict) {
    for (const { seq, status, answerLine, answeredMs } of unknown)
      if (status !== undefined && status >= 200 && status < 300)
        verdict.find('RECEIPT_MISSING', {
          message: `Visit ${seq} was answered with ${status} and without a receipt.`,
          evidence: [ledgerLine(answerLine!)],
          ms: answeredMs,
        });
  },
};
