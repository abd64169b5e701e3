/** The place after `last` of the first candidate that may be picked, going round once; null when there is none. */
export function nextInTurn<T>(
  candidates: readonly T[],
  last: number,
  may: (candidate: T) => boolean,
): number | null {
  for (let step = 1; step <= candidates.length; step++) {
    const place = (last + step + candidates.length) % candidates.length;
    if (may(candidates[place] as T)) return place;
  }
  return null;
}
