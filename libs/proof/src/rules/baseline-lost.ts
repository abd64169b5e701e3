import { type Rule } from './rule';

/** What was there before the run is there after it, unchanged. */
export const baselineLost: Rule = {
  codes: ['BASELINE_LOST'],
  check({ claims }, verdict) {
    for (const { name, lost, before, truncated, baseline } of claims) {
      if (baseline === undefined) verdict.skip('BASELINE_LOST', `${name} was not read before the run.`);
      if (!lost || truncated.length > 0) continue;
      verdict.find('BASELINE_LOST', {
        message: `${name} no longer holds ${lost.expected}.`,
        evidence: [lost.at],
        replica: before?.replica?.replica,
      });
    }
  },
};
