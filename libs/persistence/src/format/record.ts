import { MAX_COUNT_DIGITS, MAX_TEXT_BYTES } from './layout';

/** One visit as it stands in the log. */
export interface Visit {
  /** The absolute count on this volume: 1, 2, 3 … */
  readonly n: number;
  /** UTC, milliseconds: the line's own time. */
  readonly at: string;
  readonly text: string;
}

// A leading '#' would follow the space after the count, and so would be able to pose as a trailer.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSAFE = /[\\\u0000-\u001f\u007f-\u009f]|^#|(?<= )#/g;
// eslint-disable-next-line no-control-regex
const NEEDS_CARE = /[\\\u0000-\u001f\u007f-\u009f\ud800-\udfff]|^#| #/;
const ESCAPE = /\\(?:\\|x([0-9a-f]{2}))/g;
const LINE = new RegExp(
  `^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z) ([1-9]\\d{0,${MAX_COUNT_DIGITS - 1}}) (.*)$`,
  's',
);
/** A line's time and count, whatever its text. */
export const LINE_HEAD = new RegExp(
  `^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (\\d{1,${MAX_COUNT_DIGITS}}) `,
);
/** More than a head of a line. */
export const HEAD_BYTES = 64;
export const LF = 0x0a;
/** No UTF-16 unit needs more than three bytes: so long a text fits without counting. */
const SURELY_FITS = Math.floor(MAX_TEXT_BYTES / 3);

/** The text as it will be kept: at most 512 bytes of valid UTF-8, cut between two code points. */
export function capText(text: string): string {
  if (text.length <= SURELY_FITS && !NEEDS_CARE.test(text)) return text;
  const bytes = Buffer.from(text, 'utf8'); // also turns lone surrogates into U+FFFD
  if (bytes.length <= MAX_TEXT_BYTES) return bytes.toString('utf8');
  let end = MAX_TEXT_BYTES;
  while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** Makes a text unable to end its line or to look like a trailer. */
export function escapeText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text;
  return text.replace(UNSAFE, (unit) =>
    unit === '\\' ? '\\\\' : `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

export function unescapeText(escaped: string): string {
  if (!escaped.includes('\\')) return escaped;
  return escaped.replace(ESCAPE, (_, hex?: string) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A line without its LF and without a trailer. */
export function formatLine(at: string, n: number, text: string): string {
  return `${at} ${n} ${escapeText(text)}`;
}

/** The visit of a line without LF and trailer, or null where the line is not one of ours. */
export function parseLine(line: string): Visit | null {
  const found = LINE.exec(line);
  if (!found) return null;
  return { at: found[1] as string, n: Number(found[2]), text: unescapeText(found[3] as string) };
}

/** `toISOString` costs ten times as much as the rest of a line: many visits share a millisecond. */
export class Timestamps {
  #ms = Number.NaN;
  #iso = '';

  iso(ms: number): string {
    if (ms !== this.#ms) {
      this.#iso = new Date(ms).toISOString();
      this.#ms = ms;
    }
    return this.#iso;
  }
}

/** Years that ISO 8601 writes with four digits. */
const MIN_MS = Date.parse('0000-01-01T00:00:00.000Z');
const MAX_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A line can hold this time. */
export function isWritable(ms: number): boolean {
  return ms >= MIN_MS && ms <= MAX_MS;
}
