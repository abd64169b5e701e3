import { MAX_TRAILER_BYTES } from '../format/commit';
import type { JournalError } from '../errors';
import { escapeText, type Visit } from '../format/record';
import { MAX_COMMIT_BYTES, MAX_COUNT, MAX_COUNT_DIGITS } from '../format/layout';

/** A visit that waits for its commit. It has no count yet: counts are given at the flush. */
export interface Entry {
  readonly at: string;
  readonly text: string;
  readonly resolve: (visit: Visit) => void;
  readonly reject: (error: JournalError) => void;
}

/** One commit's worth of entries and the visits they become. */
export interface Batch {
  readonly entries: readonly Entry[];
  readonly visits: readonly Visit[];
  readonly lines: readonly string[];
}

const ISO_BYTES = 24;
const LINE_EXTRA_BYTES = ISO_BYTES + MAX_COUNT_DIGITS + 3; // two spaces, LF
const MAX_GATHER_MS = 1;

/** What waits for the disk: bounded in entries, taken in batches bounded in bytes. */
export class CommitQueue {
  #entries: Entry[] = [];
  #next = 0;

  constructor(
    private readonly limit: number,
    private readonly maxBatchBytes = MAX_COMMIT_BYTES,
  ) {}

  get length(): number {
    return this.#entries.length - this.#next;
  }

  get isFull(): boolean {
    return this.length >= this.limit;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** The oldest entries that fit into one commit, numbered from `count` + 1; none beyond MAX_COUNT. */
  take(count: number): Batch {
    const entries: Entry[] = [];
    const visits: Visit[] = [];
    const lines: string[] = [];
    let room = this.maxBatchBytes - MAX_TRAILER_BYTES;
    while (this.#next < this.#entries.length && count + entries.length < MAX_COUNT) {
      const entry = this.#entries[this.#next] as Entry;
      const escaped = escapeText(entry.text);
      room -= LINE_EXTRA_BYTES + Buffer.byteLength(escaped, 'utf8');
      if (room < 0 && entries.length > 0) break;
      const n = count + entries.length + 1;
      entries.push(entry);
      visits.push({ n, at: entry.at, text: entry.text });
      lines.push(`${entry.at} ${n} ${escaped}`);
      this.#next += 1;
    }
    this.#compact();
    return { entries, visits, lines };
  }

  /** Refuses all that wait. They were never written: such visits are never counted. */
  refuse(error: JournalError): void {
    const waiting = this.#entries.slice(this.#next);
    this.#entries = [];
    this.#next = 0;
    for (const entry of waiting) entry.reject(error);
  }

  /**
   * Resolves once no more visits arrive: loop turns pass while the queue still grows, a millisecond at most.
   * A flush that starts at once would commit the first waiter alone, at half the throughput.
   */
  settle(): Promise<void> {
    const until = performance.now() + MAX_GATHER_MS;
    return new Promise((resolve) => {
      let seen = this.length;
      const turn = (): void => {
        if (this.length === seen || performance.now() >= until) return resolve();
        seen = this.length;
        setImmediate(turn);
      };
      setImmediate(turn);
    });
  }

  #compact(): void {
    if (this.#next < this.#entries.length && this.#next < 1024) return;
    this.#entries = this.#entries.slice(this.#next);
    this.#next = 0;
  }
}
