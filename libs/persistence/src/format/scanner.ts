import type { Commit } from './commit';
import { CommitCheck, HASH } from './commit-check';

/**
 * The one way through a log: its valid commits in order, from the bytes it is fed piece by piece. `next` steps to the
 * next commit; what lies between two is unknown. Offsets are those of the file.
 */
export class Scanner {
  /** Of the commit that `next` stepped to. */
  start = 0;
  end = 0;
  first = 0;
  last = 0;
  #base = 0;
  #check = new CommitCheck(Buffer.alloc(0));
  #from: number;
  /** The last mark: no commit begins at or before it. */
  #mark: number;

  /** Where to begin: the file's start, a commit's end, or any place; what begins before it is not found. */
  constructor(public known = 0) {
    this.#from = known;
    this.#mark = known - 1;
  }

  /** The bytes at `base`: those of before that `keep` names, and the next ones. */
  feed(bytes: Buffer, base: number): void {
    this.#check = new CommitCheck(bytes);
    this.#base = base;
  }

  /** False where the bytes have no further commit that is whole. */
  next(): boolean {
    const check = this.#check;
    const base = this.#base;
    for (;;) {
      const hash = check.bytes.indexOf(HASH, this.#from - base);
      if (hash === -1) {
        this.#from = base + check.bytes.length;
        return false;
      }
      if (check.isMark(hash)) {
        const end = check.trailerEnd(hash);
        if (Number.isNaN(end)) {
          this.#from = base + hash; // the next bytes decide
          return false;
        }
        const mark = this.#mark;
        this.#mark = base + hash;
        this.#from = base + hash + 1;
        if (end > 0 && this.#accept(mark, hash, end)) return true;
      } else this.#from = base + hash + 1;
    }
  }

  #accept(mark: number, hash: number, end: number): boolean {
    const check = this.#check;
    const known = this.known - this.#base;
    // Nearly always it begins where the last one ended; its lines need not be looked for.
    let start = mark < this.known ? known : -1;
    if (start < 0 || !check.isCommit(start, hash, end)) {
      start = check.startOf(hash, end, Math.max(known, mark + 1 - this.#base));
      if (start < 0 || (start === 0 && known !== 0) || start === known) return false;
      if (!check.isCommit(start, hash, end)) return false;
    }
    this.start = this.#base + start;
    this.end = this.#base + end;
    this.first = check.first;
    this.last = check.first + check.lines(hash, end) - 1;
    this.known = this.end;
    this.#from = this.end;
    return true;
  }
}

/** The last valid commit that ends at `end` or before. `wholeFile`: the bytes begin where the file does. */
export function lastCommit(bytes: Buffer, wholeFile: boolean, end = bytes.length): Commit | null {
  const check = new CommitCheck(bytes);
  let mark = markBefore(check, end);
  while (mark !== -1) {
    const hash = mark;
    mark = markBefore(check, hash);
    const trailerEnd = check.trailerEnd(hash);
    if (!(trailerEnd > 0 && trailerEnd <= end)) continue;
    const start = check.startOf(hash, trailerEnd, mark + 1);
    if (start < 0 || (start === 0 && !wholeFile)) continue;
    if (check.isCommit(start, hash, trailerEnd)) return check.commit(start, hash, trailerEnd);
  }
  return null;
}

function markBefore(check: CommitCheck, end: number): number {
  let hash = end < 1 ? -1 : check.bytes.lastIndexOf(HASH, end - 1);
  while (hash !== -1 && !check.isMark(hash)) hash = hash === 0 ? -1 : check.bytes.lastIndexOf(HASH, hash - 1);
  return hash;
}
