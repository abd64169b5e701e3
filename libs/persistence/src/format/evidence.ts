import type { Commit } from './commit';

/** A part of a log, in order, as a look at it found it. Offsets in the file. */
export type Piece =
  | {
      /** Neighbouring valid commits whose counts follow each other. */
      readonly kind: 'run';
      readonly file: string;
      readonly start: number;
      readonly end: number;
      readonly first: number;
      readonly last: number;
    }
  | {
      /** Bytes that no valid commit covers; `isPart`: that is so of some of them, the others were not read. */
      readonly kind: 'unknown';
      readonly file: string;
      readonly start: number;
      readonly end: number;
      readonly isPart?: true;
    }
  | { readonly kind: 'unread'; readonly file: string; readonly start: number; readonly end: number };

/** What damaged bytes still tell of counts: it may be all that proves them. */
export interface Shown {
  /** The largest count that a line shows; 0 when none does. One that so few lines cannot have reached is rot itself. */
  readonly count: number;
  readonly lines: number;
}

export const NOTHING_SHOWN: Shown = { count: 0, lines: 0 };

/** Both ends of a log, read in a bounded time where it is sound: its last valid commit, and what follows. */
export interface LogEnd {
  readonly size: number;
  /** What it holds as far as this look tells, in order. */
  readonly pieces: readonly Piece[];
  readonly commit: Commit | null;
  readonly commitBytes: Buffer;
  /** The valid commit right before the last one, where there is one. */
  readonly before: Commit | null;
  /** Where the bytes that no valid commit covers begin. */
  readonly end: number;
  /** These bytes: at most one more than a commit can have; `size - end` tells how many there are. */
  readonly rest: Buffer;
  /** What lines there are in all of them. */
  readonly shown: Shown;
}

export const EMPTY_LOG: LogEnd = {
  size: 0,
  pieces: [],
  commit: null,
  commitBytes: Buffer.alloc(0),
  before: null,
  end: 0,
  rest: Buffer.alloc(0),
  shown: NOTHING_SHOWN,
};
