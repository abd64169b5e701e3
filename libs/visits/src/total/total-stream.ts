import { PassThrough, type Readable } from 'node:stream';

/** How soon a browser comes back after the end of a stream, also after one that a pod ended because it stops. */
const RETRY_MS = 2_000;
/** Beats that a client may take nothing for. */
const PATIENCE_BEATS = 15;

/** One client of the event stream. It always gets the latest event, and one that is slow skips those between. */
export class TotalStream {
  readonly #stream = new PassThrough();
  #latest: string | null = null;
  #stuckBeats = 0;

  constructor(onClose: () => void) {
    this.#stream.on('drain', () => this.#flush()).on('close', onClose);
    this.#stream.on('error', () => undefined);
    this.#stream.write(`retry: ${RETRY_MS}\n\n`);
  }

  get source(): Readable {
    return this.#stream;
  }

  show(event: string): void {
    this.#latest = event;
    this.#flush();
  }

  /** Tells proxies and the page that we live (a comment would not reach the page); who takes nothing for long is let go. */
  beat(): void {
    if (this.#stream.writableEnded) return;
    if (!this.#stream.writableNeedDrain) {
      this.#stuckBeats = 0;
      this.#stream.write('event: alive\ndata: {}\n\n');
    } else if (++this.#stuckBeats >= PATIENCE_BEATS) {
      this.#stream.destroy();
    }
  }

  end(): void {
    this.#stream.end();
  }

  #flush(): void {
    if (this.#latest === null || this.#stream.writableNeedDrain || this.#stream.writableEnded) return;
    this.#stream.write(this.#latest);
    this.#latest = null;
  }
}
