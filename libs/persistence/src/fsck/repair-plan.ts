import { LOG } from '../format/layout';
import type { Piece } from '../format/evidence';

/** Counts without a line: each gets a placeholder. */
export interface Lost {
  readonly kind: 'lost';
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** A range of a log that stays, or counts whose lines are lost. */
export type Part =
  { readonly kind: 'keep'; readonly file: string; readonly start: number; readonly end: number } | Lost;

/** A range that is copied aside and leaves its log. */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface RepairPlan {
  /** In the order of the new logs. */
  readonly parts: readonly Part[];
  readonly aside: readonly Range[];
}

/** A larger hole gets no placeholders: what was before it goes aside whole, as if it had been rotated out. */
export const MAX_PLACEHOLDERS = 16_384;

/**
 * Pure. What remains counts without a hole up to `count`: sound commits stay byte for byte, everything else goes
 * aside, and each count in between that no sound line holds gets a line that says so. Where nothing remains, the
 * journal adopts the count from visits.txt.
 */
export function planRepair(pieces: readonly Piece[], count: number): RepairPlan {
  let parts: Part[] = [];
  const aside: Range[] = [];
  let last: number | null = null;
  let room = MAX_PLACEHOLDERS;
  const bridge = (file: string, next: number): void => {
    if (last === null || next === last + 1) return;
    const missing = next - last - 1;
    if (missing <= room) {
      parts.push({ kind: 'lost', file, first: last + 1, last: next - 1 });
      room -= missing;
      return;
    }
    for (const part of parts) if (part.kind === 'keep') aside.push(rangeOf(part));
    parts = [];
    room = MAX_PLACEHOLDERS;
  };
  for (const piece of pieces) {
    // A count comes once: of two sound commits with the same one, the first stays.
    if (piece.kind !== 'run' || (last !== null && piece.first <= last)) {
      aside.push(rangeOf(piece));
      continue;
    }
    bridge(piece.file, piece.first);
    parts.push({ kind: 'keep', ...rangeOf(piece) });
    last = piece.last;
  }
  bridge(LOG, count + 1);
  return { parts, aside: aside.sort(byPlace) };
}

const rangeOf = ({ file, start, end }: Range): Range => ({ file, start, end });

/** `visits.log.1` before `visits.log`. */
const byPlace = (a: Range, b: Range): number =>
  a.file === b.file ? a.start - b.start : b.file.length - a.file.length;
