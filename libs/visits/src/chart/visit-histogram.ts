import { Inject, Injectable } from '@nestjs/common';
import {
  BoundedReads,
  countsAt,
  type CountsAt,
  Journal,
  JournalError,
  ReadError,
  type Volume,
} from '@visits/persistence';
import { readProblem } from '../read-problem';
import { VOLUME } from '../volume';
import { edgesOf, type Histogram, histogramOf } from './histogram';

/** A program asks for what is true now, many at once for the same. */
const FRESH_MS = 1_000;
const MAX_KEPT = 16;

interface Kept {
  readonly readAtMs: number;
  readonly histogram: Histogram;
}

/** Visits over time, from the log: found by halves, kept for a moment, never on a visit's way to the disk. */
@Injectable()
export class VisitHistogram {
  readonly #kept = new Map<string, Kept>();

  constructor(
    @Inject(VOLUME) private readonly volume: Volume,
    @Inject(BoundedReads) private readonly reads: BoundedReads,
    @Inject(Journal) private readonly journal: Journal,
  ) {}

  /** Throws a Problem 503 `log-unreadable`, or `stalled` where the disk does not answer. */
  async of(step: number, last: number): Promise<Histogram> {
    const key = `${step}:${last}`;
    const kept = this.#kept.get(key);
    if (kept && performance.now() - kept.readAtMs < FRESH_MS) return kept.histogram;
    const edges = edgesOf(Date.now(), step, last);
    const histogram = histogramOf(edges, step, await this.counts(edges));
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(key, { readAtMs: performance.now(), histogram });
    return histogram;
  }

  /** The counts before these times, which ascend. Throws as `of` does. */
  async counts(edges: readonly string[]): Promise<CountsAt> {
    // Who was answered a count sees its visit: a read that began before that is not shared.
    const key = `histogram:${this.journal.status().visits}:${edges.length}:${edges[0]}:${edges.at(-1)}`;
    try {
      return await this.reads.share(key, () => countsAt(this.volume, edges));
    } catch (error) {
      if (error instanceof ReadError && error.code === 'missing') {
        return { counts: edges.map(() => 0), visits: 0, oldest: null };
      }
      throw error instanceof ReadError || error instanceof JournalError ? readProblem(error) : error;
    }
  }
}
