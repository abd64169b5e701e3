import { createWriteStream, fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Writable } from 'node:stream';
import { errnoOf } from '@visits/local-set';
import { PipeReader } from './pipe-reader';

const LOOK_EVERY_MS = 500;

/**
 * Standard output, and whether all of it was written. A reader that has seen enough (`| head`) or a terminal that was
 * closed ends the printing without a word, and the exit code says what it would have said, as ripgrep has it. Anything
 * else is an error: a user who fills a disk with it must not take half of it for the whole.
 */
export class Output {
  readonly stream: Writable;
  readonly #ended = new AbortController();
  #failure: string | null = null;

  constructor() {
    this.stream = isFile(1) ? createWriteStream('', { fd: 1, autoClose: false }) : process.stdout;
    this.stream.on('error', (error) => this.#failed(errnoOf(error) ?? error.message));
    // There is no other place to say it.
    process.stderr.on('error', () => undefined);
  }

  /** Aborts when nothing more can be written. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** For a command that may have nothing to write for hours: a pipe says that its reader left only when it is written to. */
  watchReader(): void {
    const reader = new PipeReader(1);
    setInterval(() => {
      if (reader.gone) this.#ended.abort();
    }, LOOK_EVERY_MS).unref();
  }

  /** Resolves once all is written, or cannot be; true where that is an error. */
  async failed(): Promise<boolean> {
    if (!this.ended.aborted) await new Promise<void>((resolve) => this.stream.write('', () => resolve()));
    return this.#failure !== null;
  }

  #failed(code: string): void {
    if (this.ended.aborted) return;
    this.#ended.abort();
    if (code === 'EPIPE' || (code === 'EIO' && isatty(1))) return;
    this.#failure = code;
    console.error(
      `visits: The output cannot be written (${code}). Free the disk, or write to another place.`,
    );
  }
}

/** Node's own stream for files takes a short write, as a full disk makes them, for a whole one. */
function isFile(fd: number): boolean {
  const stat = fstatSync(fd);
  return !isatty(fd) && (stat.isFile() || stat.isCharacterDevice() || stat.isBlockDevice());
}
