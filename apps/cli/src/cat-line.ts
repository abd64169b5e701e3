import { parseLogLine } from '@visits/persistence';

/** `{n, at, text}`; a damaged line keeps the shape, with the whole line for its text and no number. */
export function jsonOf(line: string): string {
  const { n, at, text } = parseLogLine(line) ?? { n: null, at: null, text: line };
  return JSON.stringify({ n, at, text });
}
