import type { Commit } from './commit';
import { crc32 } from './crc32';
import { MAX_COMMIT_BYTES, MAX_COUNT_DIGITS } from './layout';
import { LF } from './record';

const SPACE = 0x20;
export const HASH = 0x23;
const COLON = 0x3a;
const ZERO = 0x30;
const LOWER_A = 0x61;
const SUM_BYTES = 8;
const MAX_LINES_DIGITS = 5;
const TIME_BYTES = 24;
/** The time, a space, one digit and the space behind it. */
const MIN_HEAD_BYTES = TIME_BYTES + 3;

/**
 * What makes bytes a commit, for everybody who asks: a trailer and its LF, so many lines as it says, its checksum, a
 * time and a count in each line, counts that follow each other. No line before the trailer holds ` #`: so a trailer
 * has one beginning at most, commits never overlap, and a search in either direction meets the same ones.
 */
export class CommitCheck {
  /** Of the commit that was found valid last. */
  first = 0;
  private readonly view: DataView;

  constructor(readonly bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Does a mark ` #` stand here? */
  isMark(hash: number): boolean {
    return this.bytes[hash - 1] === SPACE;
  }

  /** One past the LF of the trailer whose number sign is at `hash`; 0 where it is none, NaN where the bytes end in it. */
  trailerEnd(hash: number): number {
    const { bytes } = this;
    let colon = hash + 1;
    if (bytes[colon] === ZERO) return 0;
    while (isDigit(bytes, colon) && colon - hash <= MAX_LINES_DIGITS) colon += 1;
    const end = colon + SUM_BYTES + 2;
    if (colon >= bytes.length) return Number.NaN;
    if (bytes[colon] !== COLON || colon === hash + 1) return 0;
    if (end > bytes.length) return Number.NaN;
    return bytes[end - 1] === LF ? end : 0;
  }

  /** How many lines the trailer says. */
  lines(hash: number, end: number): number {
    let lines = 0;
    for (let at = hash + 1; at < end - SUM_BYTES - 2; at += 1)
      lines = lines * 10 + byteAt(this.bytes, at) - ZERO;
    return lines;
  }

  /** Where the lines of a trailer begin; -1 where that is before `floor`, or further than a commit is long. */
  startOf(hash: number, end: number, floor: number): number {
    const lowest = Math.max(floor, end - MAX_COMMIT_BYTES);
    let start = hash;
    for (let lines = this.lines(hash, end); lines > 0; lines -= 1) {
      if (start <= lowest) return -1;
      start = start === 1 ? 0 : this.bytes.lastIndexOf(LF, start === hash ? hash : start - 2) + 1;
    }
    return start >= lowest ? start : -1;
  }

  /** Is [start, end) a commit? A line begins at `start`, and no mark stands in between but its trailer's. */
  isCommit(start: number, hash: number, end: number): boolean {
    const { bytes, view } = this;
    const sum = end - SUM_BYTES - 1;
    if (end - start > MAX_COMMIT_BYTES || !holdsHex(bytes, sum, crc32(bytes, start, sum))) return false;
    const textEnd = hash - 1;
    const lines = this.lines(hash, end);
    for (let line = start, n = 0; ; n += 1) {
      if (line + MIN_HEAD_BYTES > textEnd || !isTime(view, line)) return false;
      let at = line + TIME_BYTES + 1;
      let count = byteAt(bytes, at) - ZERO;
      if (bytes[at - 1] !== SPACE || !(count > 0 && count <= 9)) return false;
      const most = at + MAX_COUNT_DIGITS;
      for (at += 1; at < most && isDigit(bytes, at); at += 1) count = count * 10 + byteAt(bytes, at) - ZERO;
      if (bytes[at] !== SPACE || at >= textEnd) return false;
      if (n === 0) this.first = count;
      else if (count !== this.first + n) return false;
      line = lineEnd(bytes, view, at + 1, textEnd) + 1;
      if (line > textEnd) return n + 1 === lines;
    }
  }

  /** The commit that `isCommit` has found, made for those who keep it. */
  commit(start: number, hash: number, end: number): Commit {
    const line = Math.max(start, this.bytes.lastIndexOf(LF, hash) + 1);
    const at = this.bytes.toString('latin1', line, line + TIME_BYTES);
    return { start, end, first: this.first, last: this.first + this.lines(hash, end) - 1, at };
  }
}

/** `dddd-dd-ddTdd:dd:dd.dddZ`, four bytes at a time: it is asked of each line. */
function isTime(view: DataView, at: number): boolean {
  return (
    (differs(view, at, 0xf0f0f0f0, 0x30303030, 0x06060606) |
      differs(view, at + 4, 0xfff0f0ff, 0x2d30302d, 0x00060600) |
      differs(view, at + 8, 0xf0fff0f0, 0x30543030, 0x06000606) |
      differs(view, at + 12, 0xf0f0fff0, 0x30303a30, 0x06060006) |
      differs(view, at + 16, 0xfff0f0ff, 0x2e30303a, 0x00060600) |
      differs(view, at + 20, 0xfff0f0f0, 0x5a303030, 0x00060606)) ===
    0
  );
}

/** 0 where the four bytes are as `wanted` under the mask, also after adding six to each digit: so none is above 9. */
function differs(view: DataView, at: number, mask: number, wanted: number, six: number): number {
  const word = view.getInt32(at, true);
  return ((word & mask) ^ wanted) | (((word + six) & mask) ^ wanted);
}

/** The first LF from `at` on, `end` where there is none before it; four bytes at a time. */
function lineEnd(bytes: Buffer, view: DataView, at: number, end: number): number {
  let index = at;
  for (; index + 4 <= end; index += 4) {
    const word = view.getInt32(index, true) ^ 0x0a0a0a0a;
    if (((word - 0x01010101) & ~word & 0x80808080) !== 0) break;
  }
  while (index < end && bytes[index] !== LF) index += 1;
  return index;
}

/** Do eight lower-case hexadecimal digits stand here, and are they this sum? */
function holdsHex(bytes: Buffer, at: number, sum: number): boolean {
  for (let digit = 0; digit < SUM_BYTES; digit += 1) {
    const value = (sum >>> (28 - 4 * digit)) & 0xf;
    if (bytes[at + digit] !== (value < 10 ? ZERO + value : LOWER_A + value - 10)) return false;
  }
  return true;
}

function isDigit(bytes: Buffer, at: number): boolean {
  const digit = byteAt(bytes, at) - ZERO;
  return digit >= 0 && digit <= 9;
}

function byteAt(bytes: Buffer, at: number): number {
  return bytes[at] as number;
}
