import { constants, openSync, write, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

const FLUSH_EVERY_MS = 200;
/** In characters. From here on written at once: a write per line would cost a fifth of the throughput. */
const BATCH_LENGTH = 8 * 1024;
const MAX_WAITING_LENGTH = 1024 * 1024;
/** How long an exit that waits for nothing else retries a full pipe. */
const LAST_WORDS_MS = 200;
const RETRY_MS = 10;

/** Nobody will ever read what is written from here on. */
const closed = new Set(['EPIPE', 'ECONNRESET', 'EBADF', 'ENOTCONN']);

/**
 * Standard output for a log that may lose lines but never holds up the process: bounded, written by one asynchronous
 * call at a time, and with a deadline at the exit. Pino's own destination retries a full disk for ever when it
 * flushes, at each `fatal` and at the exit.
 */
export class LogOutput {
  /** Lines that were not written and will not be. */
  dropped = 0;
  /** Called with the number of lines that are missing, before the first line that is kept after them. */
  onGap: (lines: number) => void = () => undefined;
  readonly #fd: number;
  readonly #lines: string[] = [];
  #waitingLength = 0;
  #batchLength = BATCH_LENGTH;
  #missing = 0;
  /** What is being written, or the rest that could not be. */
  #batch: { bytes: Buffer; lines: number } | null = null;
  #writing = false;
  #failing = false;
  #over = false;
  #onSettled: () => void = () => undefined;

  constructor(fd: number) {
    this.#fd = nonBlocking(fd);
    setInterval(() => this.#write(), FLUSH_EVERY_MS).unref();
    process.once('exit', () => this.#lastWords());
  }

  write(line: string): void {
    if (this.#over || this.#waitingLength + line.length > MAX_WAITING_LENGTH) {
      this.dropped += 1;
      this.#missing += 1;
      return;
    }
    const missing = this.#missing;
    this.#missing = 0;
    if (missing > 0) this.onGap(missing);
    this.#lines.push(line);
    this.#waitingLength += line.length;
    if (this.#waitingLength >= this.#batchLength && !this.#failing) this.#write();
  }

  /** Resolves when all is written, or cannot be, or at the deadline; what comes later is dropped. */
  async end(deadlineMs: number): Promise<void> {
    this.#batchLength = 1;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, deadlineMs);
      this.#onSettled = () => {
        clearTimeout(deadline);
        resolve();
      };
      this.#write();
    });
    this.#giveUp();
  }

  #write(): void {
    if (this.#writing) return;
    this.#batch ??= this.#take();
    if (!this.#batch) return this.#onSettled();
    this.#writing = true;
    const { bytes, lines } = this.#batch;
    write(this.#fd, bytes, 0, bytes.length, null, (error, written) => {
      this.#writing = false;
      this.#failing = error !== null;
      if (error) return this.#failed(error.code);
      this.#batch = written < bytes.length ? { bytes: bytes.subarray(written), lines } : null;
      if (this.#batch || this.#waitingLength >= this.#batchLength) this.#write();
      else this.#onSettled();
    });
  }

  /** A full pipe or disk is tried again at the next flush: what waits is bounded. */
  #failed(code: string | undefined): void {
    if (code === 'EAGAIN') return;
    if (code !== undefined && closed.has(code)) this.#giveUp();
    this.#onSettled();
  }

  #take(): { bytes: Buffer; lines: number } | null {
    const lines = this.#lines.splice(0);
    this.#waitingLength = 0;
    return lines.length > 0 ? { bytes: Buffer.from(lines.join('')), lines: lines.length } : null;
  }

  #giveUp(): void {
    this.#over = true;
    this.dropped += (this.#batch?.lines ?? 0) + this.#lines.splice(0).length;
    this.#batch = null;
  }

  /** `process.exit` runs no callback any more: so synchronous, and over at the first error but a full pipe. */
  #lastWords(): void {
    if (this.#over) return;
    const begun = this.#writing ? Buffer.alloc(0) : (this.#batch?.bytes ?? Buffer.alloc(0));
    let rest = Buffer.concat([begun, this.#take()?.bytes ?? Buffer.alloc(0)]);
    const end = performance.now() + LAST_WORDS_MS;
    while (rest.length > 0 && performance.now() < end) {
      try {
        rest = rest.subarray(writeSync(this.#fd, rest));
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'EAGAIN') return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      }
    }
  }
}

/**
 * A write to a pipe that nobody reads, or to a terminal that was stopped (Ctrl-S), would hold a thread, and Node waits
 * for its threads before it exits.
 */
function nonBlocking(fd: number): number {
  if (isatty(fd)) {
    try {
      // An open file of our own: the shell's stays as it is.
      return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      return fd;
    }
  }
  // Node makes a pipe or a socket non-blocking when its stream is made, and restores it at the exit.
  void (fd === 1 ? process.stdout : fd === 2 ? process.stderr : undefined);
  return fd;
}
