import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { CountsAt, Journal, JournalState } from '@visits/persistence';
import { edgesOf, type Histogram, histogramOf } from './histogram';
import type { VisitHistogram } from './visit-histogram';

const BARS = 60;
/** What the log says changes here: the journal opened, or another process holds the volume. */
const READ_IN: readonly JournalState[] = ['open', 'waiting', 'failed'];

/**
 * The last hour by the minute, for a page. The log is read behind everybody's back: once the journal is open, and then as
 * each minute ends. What was counted since is in the journal's own count: a page waits for no disk, and shows its own visit.
 */
export class LastHour implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #known: { readonly edges: readonly string[]; readonly found: CountsAt } | null = null;
  #isReading = false;
  /** Something ended or changed since the reading that is under way began. */
  #isOutdated = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly histogram: Pick<VisitHistogram, 'counts'>,
    private readonly journal: Pick<Journal, 'status' | 'onState'>,
    /** Seconds of one bar. */
    private readonly step = 60,
  ) {
    journal.onState((state) => {
      if (READ_IN.includes(state)) void this.#read();
    });
  }

  /** Again and again, as the step ends. */
  onApplicationBootstrap(): void {
    const stepMs = this.step * 1000;
    const ended = (): void => {
      void this.#read();
      this.onApplicationBootstrap();
    };
    this.#timer = setTimeout(ended, stepMs - (Date.now() % stepMs)).unref();
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.#timer);
  }

  /** Null: the log was not read yet, or cannot be. While its next reading is under way, the last bar goes on to grow. */
  now(): Histogram | null {
    const known = this.#known;
    if (!known || Date.now() - Date.parse(known.edges.at(-1) as string) > this.step * 1000) {
      if (!this.#isReading) void this.#read();
      return null;
    }
    const { edges, found } = known;
    const visits = Math.max(found.visits, this.journal.status().visits);
    return histogramOf(edges, this.step, { ...found, counts: [...found.counts.slice(0, -1), visits] });
  }

  /** A call that hangs needs no second one beside it: the next reading begins behind it. */
  async #read(): Promise<void> {
    this.#isOutdated = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isOutdated && this.journal.status().state !== 'stalled') {
      this.#isOutdated = false;
      // A timer may come a moment before the minute has ended.
      const edges = edgesOf(Date.now(), this.step, BARS * this.step);
      try {
        this.#known = { edges, found: await this.histogram.counts(edges) };
      } catch {
        // A page is as good without a chart; who asks for /visits/histogram is told why.
      }
    }
    this.#isReading = false;
  }
}
