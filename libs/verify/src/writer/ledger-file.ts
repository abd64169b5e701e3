import { closeSync, openSync, writeSync } from 'node:fs';
import { type Entry, type Header, LedgerWriter } from '@visits/proof';

/**
 * The ledger on disk. Every line is handed to the system before the call returns: an intent stands in the file before
 * its request is sent, also when this process is killed.
 */
export class LedgerFile {
  readonly #lines = new LedgerWriter();
  readonly #fd: number;

  constructor(path: string, header: Header) {
    this.#fd = openSync(path, 'wx');
    this.#append(this.#lines.header(header));
  }

  write(entry: Entry): void {
    this.#append(this.#lines.entry(entry));
  }

  /** The last line, and the end of the file. */
  seal(): void {
    this.#append(this.#lines.seal());
    closeSync(this.#fd);
  }

  #append(line: string): void {
    const bytes = Buffer.from(line);
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
  }
}
