import { ledgerLine, type Rule } from './rule';

/** A ledger that is cut or does not fit together still convicts; it acquits of nothing. */
export const ledgerWhole: Rule = {
  codes: ['LEDGER_CUT', 'LEDGER_DAMAGED'],
  check({ ledger, repeatedTexts }, verdict) {
    if (!ledger.sealed)
      verdict.find('LEDGER_CUT', {
        message: `ledger.log ends after ${ledger.lines} lines without a valid last line.`,
        evidence: [ledgerLine(ledger.lines)],
      });
    for (const { line, kind } of ledger.problems)
      verdict.find('LEDGER_DAMAGED', { message: `Line ${line}: ${kind}.`, evidence: [ledgerLine(line)] });
    for (const line of repeatedTexts)
      verdict.find('LEDGER_DAMAGED', {
        message: `Line ${line} sends a text that was sent before.`,
        evidence: [ledgerLine(line)],
      });
  },
};
