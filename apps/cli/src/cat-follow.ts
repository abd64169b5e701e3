import { setTimeout as pause } from 'node:timers/promises';
import { layout, type File, type Volume } from '@visits/persistence';
import { errnoOf } from './errors';

const { LOG, PREVIOUS_LOG } = layout;
const CHUNK_BYTES = 65_536;
/** Polled, as on network storage no event tells of another node's write. */
const POLL_MS = 200;
const LF = 0x0a;

/** A log that is read as it grows. Bytes behind the last LF wait for the rest of their line. */
class GrowingLog {
  #offset = 0;

  private constructor(
    private readonly file: File,
    readonly identity: string,
  ) {}

  /** null while nothing has that name. */
  static async open(volume: Volume, name: string): Promise<GrowingLog | null> {
    try {
      const file = await volume.open(name, 'read');
      return new GrowingLog(file, (await file.stat()).identity);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async *lines(): AsyncGenerator<string> {
    // A commit that failed was taken back: what comes next takes its place.
    this.#offset = Math.min(this.#offset, (await this.file.stat()).size);
    for (let bytes = CHUNK_BYTES; ;) {
      const buffer = Buffer.allocUnsafe(bytes);
      const chunk = buffer.subarray(0, await this.file.read(buffer, this.#offset));
      const end = chunk.lastIndexOf(LF);
      if (end !== -1) {
        this.#offset += end + 1;
        yield* chunk.toString('utf8', 0, end).split('\n');
      } else if (chunk.length < bytes) return;
      else bytes *= 2; // a line longer than the chunk: none of ours, but it is printed all the same
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** Every line of both files, then those that come, across rotations, until the signal. */
export async function* follow(volume: Volume, signal: AbortSignal): AsyncGenerator<string> {
  let log = await GrowingLog.open(volume, LOG);
  try {
    const previous = await GrowingLog.open(volume, PREVIOUS_LOG);
    if (previous && previous.identity !== log?.identity) yield* allOf(previous);
    else await previous?.close();
    while (!signal.aborted) {
      if (log) yield* log.lines();
      const next = (await volume.stat(LOG))?.identity;
      if (next !== undefined && next !== log?.identity) {
        const read = log;
        log = null;
        if (read) yield* allOf(read); // what was written between our last look and the rotation
        log = await GrowingLog.open(volume, LOG);
        // Two rotations between two looks: the file between the two is `.1` now.
        const between = await GrowingLog.open(volume, PREVIOUS_LOG);
        const missed = read && between && ![read.identity, log?.identity].includes(between.identity);
        if (missed) yield* allOf(between);
        else await between?.close();
      } else await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await log?.close();
  }
}

async function* allOf(log: GrowingLog): AsyncGenerator<string> {
  try {
    yield* log.lines();
  } finally {
    await log.close();
  }
}
