import { createLogUpdate } from 'log-update';
import colors from 'picocolors';
import type { Progress } from '@visits/persistence';

/** Below it the check ends before anyone wonders. */
const LARGE_BYTES = 268_435_456;
const REDRAW_MS = 100;
const BAR_WIDTH = 32;

/** One line on a terminal that shows how far a check of a large log is; nothing anywhere else. */
export class ProgressBar {
  readonly #draw: ReturnType<typeof createLogUpdate> | null;
  readonly #start = performance.now();
  #drawn = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#draw = stream.isTTY ? createLogUpdate(stream) : null;
  }

  readonly show: Progress = (done, total) => {
    const now = performance.now();
    if (!this.#draw || total < LARGE_BYTES || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.#draw(barOf(done, total, (now - this.#start) / 1000));
  };

  end(): void {
    this.#draw?.clear();
  }
}

function barOf(done: number, total: number, seconds: number): string {
  const share = Math.min(1, done / total);
  const full = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(full) + colors.dim('░'.repeat(BAR_WIDTH - full));
  const rate = seconds > 0 ? `, ${(done / seconds / 1e9).toFixed(2)} GB/s` : '';
  return `${bar} ${Math.floor(share * 100)} % of ${(total / 1e9).toFixed(2)} GB${rate}`;
}
