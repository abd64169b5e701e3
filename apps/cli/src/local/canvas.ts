import { constants, openSync, writeSync } from 'node:fs';
import { errnoOf } from '@visits/local-set';

/** Standard output or error, as a terminal. */
export type Terminal = NodeJS.WriteStream & { readonly fd: number };

const RETRY_MS = 50;
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_SCREEN = '\x1b[2J\x1b[H';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Lines that are drawn over those before them. Node writes to a terminal synchronously, so one that is stopped (Ctrl-S)
 * would stop the whole process: this one is written without blocking, and what is drawn meanwhile is skipped.
 */
export class Canvas {
  private readonly fd: number;
  /** The newest lines, not begun to be written. */
  private next: readonly string[] | null = null;
  private above: string[] = [];
  private unwritten: Buffer = Buffer.from(HIDE_CURSOR);
  private drawn = 0;
  private isCleared = false;
  private retry: NodeJS.Timeout | undefined;
  private isClosed = false;
  private onWritten = (): void => undefined;

  /** `onResize` is to draw again. */
  constructor(
    private readonly stream: Terminal,
    onResize: () => void,
  ) {
    this.fd = nonBlocking(stream.fd);
    stream.on('resize', () => {
      // The terminal has wrapped the old lines anew: where they begin is not known.
      this.isCleared = true;
      onResize();
    });
    process.once('exit', () => this.showCursor());
  }

  get size(): Size {
    return { columns: this.stream.columns || 80, rows: this.stream.rows || 24 };
  }

  /** No more lines than rows less one, none longer than columns less one. */
  draw(lines: readonly string[]): void {
    this.next = lines;
    this.flush();
  }

  /** A line that stays, above what is drawn from now on; it is written with that. */
  print(line: string): void {
    this.above.push(line);
  }

  /** Resolves when the last lines are on the screen, or after `deadlineMs`. */
  async end(deadlineMs: number): Promise<void> {
    if (this.isClosed || (this.unwritten.length === 0 && this.next === null)) return;
    await new Promise<void>((resolve) => {
      this.onWritten = resolve;
      setTimeout(resolve, deadlineMs).unref();
    });
    clearTimeout(this.retry);
    this.isClosed = true;
  }

  private flush(): void {
    clearTimeout(this.retry);
    while (!this.isClosed && (this.unwritten.length > 0 || this.next !== null)) {
      if (this.unwritten.length === 0) this.unwritten = Buffer.from(this.begin());
      try {
        this.unwritten = this.unwritten.subarray(writeSync(this.fd, this.unwritten));
      } catch (error) {
        if (errnoOf(error) === 'EAGAIN') {
          this.retry = setTimeout(() => this.flush(), RETRY_MS);
          return;
        }
        this.isClosed = true; // the terminal has gone
      }
    }
    this.onWritten();
  }

  /** What it takes depends on what is on the screen by then, not by the time of `draw`. */
  private begin(): string {
    const lines = [...this.above, ...(this.next ?? [])];
    const back = this.drawn > 0 ? `\r\x1b[${this.drawn}A` : '';
    const from = this.isCleared ? CLEAR_SCREEN : back;
    this.drawn = this.next?.length ?? 0;
    this.above = [];
    this.next = null;
    this.isCleared = false;
    return `${from}${lines.map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`;
  }

  private showCursor(): void {
    try {
      writeSync(this.fd, SHOW_CURSOR);
    } catch {
      // The terminal is stopped or gone.
    }
  }
}

/** An open file of our own, so that the shell's stays as it is. */
function nonBlocking(fd: number): number {
  try {
    return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return fd;
  }
}
