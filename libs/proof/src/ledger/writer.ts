import { createHash } from 'node:crypto';
import { type Entry, type Header } from './entry';
import { formatEntry, formatHeader } from './format';

/**
 * Turns facts into the ledger's lines, and keeps the hash that seals them. It writes nowhere: each method returns
 * the bytes to append, LF included, in the order of the calls.
 */
export class LedgerWriter {
  readonly #hash = createHash('sha256');
  #lines = 0;
  #sealed = false;

  header(header: Header): string {
    if (this.#lines > 0) throw new TypeError('The header is the first line.');
    return this.#append(formatHeader(header));
  }

  entry(entry: Entry): string {
    if (this.#lines === 0) throw new TypeError('The header is the first line.');
    return this.#append(formatEntry(entry));
  }

  /** The last line: without it the ledger counts as cut. */
  seal(): string {
    const seal = `z ${this.#lines} ${this.#hash.copy().digest('hex')}`;
    const line = this.#append(seal);
    this.#sealed = true;
    return line;
  }

  #append(line: string): string {
    if (this.#sealed) throw new TypeError('The ledger is sealed.');
    const bytes = line + '\n';
    this.#hash.update(bytes);
    this.#lines++;
    return bytes;
  }
}
