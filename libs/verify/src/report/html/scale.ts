/** From a range of values to a range of pixels; whole tenths, so that a page stays small and the same everywhere. */
export interface Scale {
  (value: number): number;
  readonly from: number;
  readonly to: number;
}

export function linear([from, to]: readonly [number, number], [low, high]: readonly [number, number]): Scale {
  const span = to - from || 1;
  const at = (value: number): number => {
    const share = Math.min(1, Math.max(0, (value - from) / span));
    return Math.round((low + share * (high - low)) * 10) / 10;
  };
  return Object.assign(at, { from, to });
}

/** Round values within a scale: of 1, 2 or 5 times a power of ten, at most `most` of them. */
export function ticks({ from, to }: Scale, most = 8): number[] {
  const rough = (to - from || 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough)!;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
