import { place, sameLine } from '../evidence/alignment';
import { type Rule } from './rule';

/** A copy that was put back is a beginning of the volume, up to some count, with nothing torn inside. */
export const restoreDiffers: Rule = {
  codes: ['RESTORE_DIFFERS'],
  check({ claims }, verdict) {
    const restored = claims.filter((claim) => claim.restored && claim.after);
    if (restored.length === 0) verdict.skip('RESTORE_DIFFERS', 'There is no restored copy.');
    for (const claim of restored) {
      const { lines, damage } = claim.restored!;
      const other = lines.find(
        (line) => !claim.linesOf(line.n).some((kept) => sameLine(kept, line)) && !claim.covers(line.n),
      );
      const jump = lines.find((line, i) => i > 0 && line.n !== lines[i - 1]!.n + 1);
      const wrong = damage[0] ?? other ?? jump;
      if (wrong)
        verdict.find('RESTORE_DIFFERS', {
          message: `${claim.name}: the restored copy ${damage[0] ? 'has lines that no valid commit covers' : 'holds a line that the volume does not have there'}.`,
          evidence: [place(wrong)],
        });
    }
  },
};
