import { parseLine } from '@visits/persistence';

/** The last line of each commit ends with it; it belongs to the file, not to the visit. */
const TRAILER = / #\d+:[0-9a-f]{8}$/;

/** `<time> <count> <text>`; NaN for a line that is none of ours. */
export function countOf(line: string): number {
  return Number(/^\S+ (\d+) /.exec(line)?.[1]);
}

/** `{n, at, text}`; a damaged line keeps the shape, with the whole line for its text and no number. */
export function jsonOf(line: string): string {
  const { n, at, text } = parseLine(line.replace(TRAILER, '')) ?? { n: null, at: null, text: line };
  return JSON.stringify({ n, at, text });
}
