import { MAX_COUNT } from './layout';

/** More than any integer with its line end: what is longer is no view of ours. */
export const MAX_VIEW_BYTES = 64;

/**
 * Beyond doubt: digits, as programs write an integer (`+14`, `014`, `14.0`), white space around them. Signs and
 * exponents that change the number, words, separators and more than one number leave a doubt.
 */
const INTEGER = /^\s*\+?0*(\d+?)(?:\.0+)?\s*$/;
const OURS = /^(?:0|[1-9]\d*)\n$/;
/** A power cut can keep the file's new size and not its new bytes. */
const NULS = /\0+$/;
const SHOWN_BYTES = 32;

/** `isOurs`: nothing but what we write ourselves, digits and LF, or nothing at all. */
export type ViewContent =
  /** Also an empty file, or one whose bytes a power cut took (NULs): nobody's data is in it. */
  | { readonly kind: 'absent'; readonly isOurs: boolean }
  | { readonly kind: 'count'; readonly count: number; readonly isOurs: boolean }
  /** `isTooLarge`: an integer, but above MAX_COUNT. `shown`: how the content begins, quoted, in ASCII. */
  | { readonly kind: 'foreign'; readonly isTooLarge: boolean; readonly shown: string };

export function parseView(bytes: Buffer | null): ViewContent {
  if (!bytes || bytes.length === 0) return { kind: 'absent', isOurs: true };
  const isWhole = bytes.length < MAX_VIEW_BYTES;
  if (isWhole && bytes.every((byte) => byte === 0)) return { kind: 'absent', isOurs: false };
  const digits = isWhole ? INTEGER.exec(decode(bytes))?.[1] : undefined;
  const count = digits === undefined ? Number.NaN : Number(digits);
  if (count <= MAX_COUNT) return { kind: 'count', count, isOurs: OURS.test(bytes.toString('latin1')) };
  return { kind: 'foreign', isTooLarge: count > MAX_COUNT, shown: quote(bytes) };
}

/** UTF-16 only with its byte order mark, as Windows writes it: without one, its NULs may be a power cut's. */
function decode(bytes: Buffer): string {
  const mark = bytes.length % 2 === 0 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return bytes.toString('utf16le', 2);
  if (mark === 0xfeff) return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le');
  return bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(NULS, '');
}

/** For logs and pages: nothing in it can pose as anything else. */
export function quote(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, SHOWN_BYTES);
  const safe = text.replace(
    /[^ -~]|["\\]/g,
    (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${safe}"${bytes.length > SHOWN_BYTES ? '…' : ''}`;
}

export const foreignDetail = ({ isTooLarge, shown }: { isTooLarge: boolean; shown: string }): string =>
  isTooLarge ? `it holds ${shown}, above ${MAX_COUNT}` : `it holds ${shown}, which is no integer`;
