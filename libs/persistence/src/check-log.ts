import { crc32 } from 'node:zlib';
import { commitEndingAt, type Commit } from './commit';
import { MAX_COMMIT_BYTES } from './layout';
import type { File } from './volume';

/** Neighbouring valid commits whose counts follow each other. Offsets in the file. */
export interface Run {
  readonly kind: 'run';
  readonly file: string;
  readonly start: number;
  end: number;
  readonly first: number;
  last: number;
}

/** Bytes that no valid commit covers. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type Piece = Run | Unknown;

const CHUNK_BYTES = 4_194_304;
/** What may be left of the chunk before: a commit that is not whole yet, and the LF before it. */
const CARRY_BYTES = MAX_COMMIT_BYTES + 1;
const LF = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const COLON = 0x3a;
const SUM_BYTES = 8;

/** Verifies every commit of one log, front to back, in bounded memory. It can go on where the file has grown. */
export class LogCheck {
  readonly pieces: Piece[] = [];
  commits = 0;
  lines = 0;
  last: Commit | null = null;
  /** Up to here the file is judged: the end of its last valid commit. */
  known = 0;
  #lastStart = 0;
  #lastFirst = 0;
  #lastCount = 0;

  constructor(readonly file: string) {}

  /** Reads the bytes up to `size`; the next chunk comes from the disk while this one is verified. */
  async advance(file: File, size: number, onBytes: (bytes: number) => void = () => undefined): Promise<void> {
    const room = Math.min(CHUNK_BYTES, Math.max(0, size - this.known));
    let [current, spare] = [
      Buffer.allocUnsafe(CARRY_BYTES + room),
      Buffer.allocUnsafe(CARRY_BYTES + room),
    ] as [Buffer, Buffer];
    let offset = this.known;
    let carry = 0;
    const fetch = (into: Buffer, at: number): Promise<number> =>
      file.read(into.subarray(CARRY_BYTES, CARRY_BYTES + Math.min(room, Math.max(0, size - at))), at);
    let got = offset < size ? await fetch(current, offset) : 0;
    while (got > 0) {
      const next = fetch(spare, offset + got);
      const held = current.subarray(CARRY_BYTES - carry, CARRY_BYTES + got);
      const base = offset - carry;
      this.#verify(held, base, carry);
      if (this.commits > 0 && this.#lastStart >= base) this.last = this.#newest(held, base);
      offset += got;
      carry = held.length - Math.max(0, this.known - base, held.length - CARRY_BYTES);
      held.copy(spare, CARRY_BYTES - carry, held.length - carry);
      [current, spare] = [spare, current];
      onBytes(got);
      got = await next;
    }
  }

  /** What the file holds behind its last valid commit. */
  rest(size: number): Unknown | null {
    if (size <= this.known) return null;
    return { kind: 'unknown', file: this.file, start: this.known, end: size };
  }

  /** Made once a chunk: a time is asked of the newest commit alone. */
  #newest(held: Buffer, base: number): Commit {
    const end = this.known;
    const line = held.lastIndexOf(LF, end - base - 2) + 1;
    const at = held.toString('latin1', line, line + 24);
    return { start: this.#lastStart, end, first: this.#lastFirst, last: this.#lastCount, at };
  }

  /** `fresh`: where the bytes begin that no earlier call has seen. */
  #verify(held: Buffer, base: number, fresh: number): void {
    // An escaped text never holds ` #`: from one to the next is from trailer to trailer.
    const from = Math.max(0, fresh - SUM_BYTES - 8);
    for (let hash = held.indexOf(HASH, from); hash !== -1; hash = held.indexOf(HASH, hash + 1)) {
      if (held[hash - 1] !== SPACE) continue;
      let colon = hash + 1;
      let lines = 0;
      for (let digit = held[colon] ?? 0; digit >= 0x30 && digit <= 0x39; digit = held[colon] ?? 0) {
        lines = lines * 10 + digit - 0x30;
        colon += 1;
      }
      const end = colon + SUM_BYTES + 2;
      if (held[colon] !== COLON || held[end - 1] !== LF || base + end <= this.known) continue;
      const first = this.#expected(held, this.known - base, hash, colon, lines);
      if (first > 0) {
        this.#accept(this.known, base + end, first, lines);
        continue;
      }
      const commit = commitEndingAt(held, end, true);
      if (commit) this.#accept(base + commit.start, base + end, commit.first, lines);
    }
  }

  /**
   * The commit that begins where the last one ended: one checksum, and the counts of its two outer lines. Whatever
   * is not as simple as that goes the slow way. Gives its first count, or 0.
   */
  #expected(held: Buffer, start: number, hash: number, colon: number, lines: number): number {
    if (start < 0 || colon + SUM_BYTES + 2 - start > MAX_COMMIT_BYTES || lines === 0) return 0;
    if (crc32(held.subarray(start, colon + 1)) !== sumAt(held, colon + 1)) return 0;
    const first = countAt(held, start);
    if (lines === 1) return first;
    const lastLine = held.lastIndexOf(LF, hash) + 1;
    return lastLine > start && countAt(held, lastLine) === first + lines - 1 ? first : 0;
  }

  #accept(start: number, end: number, first: number, lines: number): void {
    if (start < this.known) return;
    if (start > this.known) {
      this.pieces.push({ kind: 'unknown', file: this.file, start: this.known, end: start });
    }
    const last = first + lines - 1;
    const run = this.pieces.at(-1);
    if (run?.kind === 'run' && run.last + 1 === first) {
      run.end = end;
      run.last = last;
    } else this.pieces.push({ kind: 'run', file: this.file, start, end, first, last });
    this.known = end;
    this.#lastStart = start;
    this.#lastFirst = first;
    this.#lastCount = last;
    this.commits += 1;
    this.lines += lines;
  }
}

/** The absolute count of the line at `start`, `<24 bytes of time> <count> `; 0 where there is none. */
function countAt(bytes: Buffer, start: number): number {
  let at = start + 25;
  if (bytes[at - 1] !== SPACE) return 0;
  let count = 0;
  for (let digit = bytes[at] ?? 0; digit !== SPACE; digit = bytes[++at] ?? 0) {
    if (digit < 0x30 || digit > 0x39 || at > start + 40) return 0;
    count = count * 10 + digit - 0x30;
  }
  return count;
}

/** Eight lower-case hexadecimal digits as a number; NaN for anything else, which no checksum equals. */
function sumAt(bytes: Buffer, at: number): number {
  let sum = 0;
  for (let index = at; index < at + SUM_BYTES; index += 1) {
    const byte = bytes[index] as number;
    if (byte >= 0x30 && byte <= 0x39) sum = sum * 16 + byte - 0x30;
    else if (byte >= 0x61 && byte <= 0x66) sum = sum * 16 + byte - 0x57;
    else return Number.NaN;
  }
  return sum;
}
