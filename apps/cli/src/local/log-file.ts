import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { type LogLine, logLine } from './log-line';

/** Of each log; what was before it is in the file. */
const TAIL_BYTES = 256 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** The log of one pod, read by path each time: first its tail, then what came since. */
export class LogFile {
  readonly pod: string;
  private offset: number | null = null;
  private rest = Buffer.alloc(0);
  private before = 0;

  constructor(private readonly path: string) {
    this.pod = basename(path, '.log');
  }

  /** Whole lines only. Empty where there is no file. */
  read(): LogLine[] {
    const lines = this.unread().toString('utf8').split('\n');
    return lines.flatMap((text) => {
      if (text === '') return [];
      const line = logLine(text, this.pod, this.before);
      this.before = line.at;
      return [line];
    });
  }

  private unread(): Buffer {
    const file = opened(this.path);
    if (file === null) return Buffer.alloc(0);
    try {
      const { size } = fstatSync(file);
      const isFirst = this.offset === null;
      // A shorter file is another one.
      const from = this.offset === null || this.offset > size ? Math.max(0, size - TAIL_BYTES) : this.offset;
      const bytes = Buffer.concat([this.rest, ...chunksOf(file, from, size)]);
      this.offset = size;
      const end = bytes.lastIndexOf(0x0a) + 1;
      this.rest = bytes.subarray(end);
      const begin = isFirst && from > 0 ? bytes.indexOf(0x0a) + 1 : 0;
      return bytes.subarray(begin, end);
    } finally {
      closeSync(file);
    }
  }
}

function chunksOf(file: number, from: number, to: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = from; at < to;) {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, to - at));
    const read = readSync(file, chunk, 0, chunk.length, at);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    at += read;
  }
  return chunks;
}

function opened(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}
