import { place } from '../evidence/alignment';
import { instantOf } from '../volume/instant';
import { type Rule } from './rule';

/** Times may go back, counts may not: a clock that was set excuses times, and is named. */
export const clockStepped: Rule = {
  codes: ['CLOCK_STEPPED'],
  check({ accounting: { clocks }, startedAt }, verdict) {
    for (const [{ name }, { steppedAt }] of clocks)
      if (steppedAt)
        verdict.find('CLOCK_STEPPED', {
          message: `The clock that stamps ${name} was set.`,
          evidence: [place(steppedAt)],
          ms: instantOf(steppedAt.at) - startedAt,
        });
  },
};
