import { place } from '../evidence/alignment';
import { type Rule } from './rule';

/** A commit is written once: what fails its checksum before the end of the log was changed later. */
export const badCommit: Rule = {
  codes: ['BAD_COMMIT'],
  check({ claims }, verdict) {
    for (const { name, before, after, truncated } of claims) {
      if (truncated.length > 0) continue;
      const known = new Set(before?.damage.map(({ bytes }) => bytes));
      for (const damage of after?.damage ?? []) {
        if (known.has(damage.bytes)) continue;
        verdict.find('BAD_COMMIT', {
          message: `${name}: ${damage.lines === 1 ? 'a line' : `${damage.lines} lines`} that no valid commit covers.`,
          evidence: [place(damage)],
          replica: after?.replica?.replica,
        });
      }
    }
  },
};
