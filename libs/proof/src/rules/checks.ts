import { observationLine, type Rule } from './rule';

/** Conditions that are no matter of counts: what was seen is what was expected. */
export const checks: Rule = {
  codes: ['CHECK_FAILED'],
  check({ observations }, verdict) {
    for (const { scenario, name, expected, seen, detail, line, ms } of observations.of('check'))
      if (seen !== expected)
        verdict.find('CHECK_FAILED', {
          message: `${name}: expected ${expected}, saw ${seen}${detail ? ` (${detail})` : ''}.`,
          evidence: [observationLine(line)],
          ms,
          scenario,
        });
  },
};
