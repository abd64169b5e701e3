import { MAX_COMMIT_BYTES } from '../format/layout';
import { Scanner } from '../format/scanner';
import type { Piece } from '../format/evidence';
import type { File } from '../volume/volume';

/** Neighbouring valid commits whose counts follow each other. Offsets in the file. */
export interface Run {
  readonly kind: 'run';
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
  readonly commits: number;
  /** Of all its commits, until the scan goes on. */
  readonly bytes: Buffer;
}

/** Bytes that no valid commit covers. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly start: number;
  readonly end: number;
}

export type Section = Run | Unknown;

/** What may be left of the chunk before: a commit that is not whole yet, and the LF before it. */
const CARRY_BYTES = MAX_COMMIT_BYTES + 1;
const CHUNK_BYTES = 4 * MAX_COMMIT_BYTES;

/**
 * All of a log in [from, size), in order and in bounded memory; a run ends where a chunk does. The next chunk comes
 * from the disk while this one is verified.
 */
export async function* scanLog(
  file: File,
  from: number,
  size: number,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<Section> {
  const scanner = new Scanner(from);
  const room = Math.min(chunkBytes, Math.max(0, size - from));
  const fetch = (into: Buffer, at: number): Promise<number> =>
    file.read(into.subarray(CARRY_BYTES, CARRY_BYTES + Math.min(room, size - at)), at);
  let current = Buffer.allocUnsafe(CARRY_BYTES + room);
  let spare = room < size - from ? Buffer.allocUnsafe(CARRY_BYTES + room) : current;
  let known = from; // all before it was yielded
  let offset = from;
  let carry = 0;
  let next = room > 0 ? fetch(current, offset) : Promise.resolve(0);
  try {
    for (let got = await next; got > 0; got = await next) {
      const end = offset + got;
      // Fewer bytes than asked for: the file has become shorter.
      next = got === room && end < size ? fetch(spare, end) : Promise.resolve(0);
      const held = current.subarray(CARRY_BYTES - carry, CARRY_BYTES + got);
      const base = offset - carry;
      for (const section of sectionsOf(scanner, held, base)) {
        yield section;
        known = section.end;
      }
      offset = end;
      carry = held.length - Math.max(0, known - base, held.length - CARRY_BYTES);
      held.copy(spare, CARRY_BYTES - carry, held.length - carry);
      [current, spare] = [spare, current];
    }
  } finally {
    await next.catch(() => undefined); // a caller that stops early closes the file: nothing may be reading it
  }
  if (known < size) yield { kind: 'unknown', start: known, end: size };
}

/** What stands before, between and in the commits that end in these bytes. */
function* sectionsOf(scanner: Scanner, held: Buffer, base: number): Generator<Section> {
  scanner.feed(held, base);
  let known = scanner.known;
  let found = scanner.next();
  while (found) {
    const { start, first } = scanner;
    if (start > known) yield { kind: 'unknown', start: known, end: start };
    let { last } = scanner;
    let commits = 1;
    known = scanner.end;
    for (found = scanner.next(); found && scanner.start === known && scanner.first === last + 1;) {
      last = scanner.last;
      commits += 1;
      known = scanner.end;
      found = scanner.next();
    }
    const bytes = held.subarray(start - base, known - base);
    yield { kind: 'run', start, end: known, first, last, commits, bytes };
  }
}

/** The same of bytes that are the beginning of a log, up to their last commit. */
export function piecesOf(file: string, bytes: Buffer): Piece[] {
  const pieces: Piece[] = [];
  for (const section of sectionsOf(new Scanner(), bytes, 0)) addPiece(pieces, file, section);
  return pieces;
}

/** Adds what a scan found next; a run goes on where the last one ended. */
export function addPiece(pieces: Piece[], file: string, section: Section): void {
  const { start, end } = section;
  if (section.kind === 'unknown') {
    pieces.push({ kind: 'unknown', file, start, end });
    return;
  }
  const { first, last } = section;
  const before = pieces.at(-1);
  if (before?.kind === 'run' && before.file === file && before.end === start && before.last + 1 === first) {
    pieces[pieces.length - 1] = { ...before, end, last };
  } else pieces.push({ kind: 'run', file, start, end, first, last });
}
