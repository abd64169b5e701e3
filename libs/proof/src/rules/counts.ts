import { place } from '../evidence/alignment';
import { type Claim } from '../evidence/claim';
import { instantOf } from '../volume/instant';
import { type LogLine } from '../volume/log';
import { type Rule, type Verdicts } from './rule';

/** On one volume the count goes on by one, from the baseline on. */
export const counts: Rule = {
  codes: ['COUNT_GAP', 'COUNT_REPEATED'],
  check({ claims, startedAt }, verdict) {
    for (const claim of claims)
      if (claim.after && claim.truncated.length === 0) follow(claim, startedAt, verdict);
  },
};

function follow(claim: Claim, startedAt: number, verdict: Verdicts): void {
  const replica = claim.after!.replica?.replica;
  let previous: LogLine | undefined;
  let largest = claim.baseline;
  for (const line of claim.lines) {
    const { n } = line;
    if (largest !== undefined && n <= largest) {
      const first = claim.linesOf(n).find((other) => other !== line);
      const other = first ?? previous;
      verdict.find('COUNT_REPEATED', {
        message: `${claim.name} has the count ${n} ${first ? 'again, after' : 'only after'} ${largest}.`,
        evidence: [place(line), ...(other ? [place(other)] : [])],
        ms: instantOf(line.at) - startedAt,
        replica,
      });
      previous = line;
      continue;
    }
    const missing = largest === undefined ? 0 : n - largest - 1;
    if (missing > damagedBetween(claim, previous, line) && !(previous === undefined && claim.covers(n - 1)))
      verdict.find('COUNT_GAP', {
        message: `${claim.name} goes from ${largest} to ${n}.`,
        evidence: [place(line), ...(previous ? [place(previous)] : [])],
        ms: instantOf(line.at) - startedAt,
        replica,
      });
    [largest, previous] = [n, line];
  }
}

/** Lines that are there and cannot be read are no gap: BAD_COMMIT speaks of them. */
function damagedBetween(claim: Claim, previous: LogLine | undefined, line: LogLine): number {
  return claim
    .after!.damage.filter(
      (damage) =>
        (damage.file === line.file &&
          damage.line < line.line &&
          !(previous?.file === line.file && damage.line < previous.line)) ||
        (previous !== undefined &&
          previous.file !== line.file &&
          damage.file === previous.file &&
          damage.line > previous.line),
    )
    .reduce((sum, { lines }) => sum + lines, 0);
}
