import { encodeCommit } from './commit';
import type { Batch } from './commit-queue';
import { asJournalError, JournalError } from './errors';
import { LOG, VIEW } from './layout';
import type { Lock } from './lock';
import { rotate } from './rotation';
import { writeFully } from './transfer';
import type { View } from './view';
import type { File, Volume } from './volume';

/** What an opening hands over; all of it is released with the session. The lock outlives it. */
export interface SessionParts {
  readonly volume: Volume;
  readonly lock: Lock;
  readonly log: File;
  readonly view: View;
  /** The first byte after the last acknowledged one: where the next commit goes. */
  readonly offset: number;
  readonly count: number;
  readonly rotateAtBytes: number;
}

export interface CommitFigures {
  readonly bytes: number;
  readonly syncSeconds: number;
}

/** A commit that failed. `answer` is for its waiters, `reason` for everybody after them. */
export class CommitFailure extends Error {
  constructor(
    readonly answer: JournalError,
    readonly reason: JournalError,
  ) {
    super(reason.message, { cause: reason });
  }
}

/** An open log between two openings. After the first failure it is of no use any more: release it. */
export class Session {
  #log: File;
  #logIdentity: string | null = null;
  #offset: number;
  #count: number;

  constructor(
    private readonly parts: SessionParts,
    private readonly onViewError: () => void,
  ) {
    this.#log = parts.log;
    this.#offset = parts.offset;
    this.#count = parts.count;
  }

  get count(): number {
    return this.#count;
  }

  /** Durable once it resolves, and the view has it too. Throws CommitFailure and nothing else. */
  async commit(batch: Batch): Promise<CommitFigures> {
    try {
      // Readers take a view below the newest commit for a sign that nobody serves: never leave one behind.
      if (this.parts.view.count !== this.#count) await this.#writeView();
      if (this.#offset > 0 && this.#offset >= this.parts.rotateAtBytes) await this.#rotate();
    } catch (error) {
      const reason = asJournalError(error);
      throw new CommitFailure(reason, reason);
    }
    const bytes = encodeCommit(batch.lines);
    const syncSeconds = await this.#write(bytes);
    this.#offset += bytes.length;
    this.#count += batch.lines.length;
    await this.#writeView().catch(this.onViewError);
    return { bytes: bytes.length, syncSeconds };
  }

  /** Do the paths still name the files that we hold? Somebody's `rm` or `mv` must not go unnoticed. */
  async check(): Promise<void> {
    const { volume, lock, view } = this.parts;
    this.#logIdentity ??= (await this.#log.stat()).identity;
    if (!(await lock.isCurrent()))
      throw new JournalError('volume-changed', { detail: 'LOCK is another file.' });
    for (const [name, identity] of [
      [LOG, this.#logIdentity],
      [VIEW, view.identity],
    ] as const) {
      if ((await volume.stat(name))?.identity === identity) continue;
      throw new JournalError('volume-changed', { detail: `${name} is another file.` });
    }
    if (view.count !== this.#count) await this.#writeView().catch(this.onViewError);
  }

  async release(): Promise<void> {
    await Promise.allSettled([this.#log.close(), this.parts.view.close()]);
  }

  async #write(bytes: Buffer): Promise<number> {
    try {
      await writeFully(this.#log, bytes, this.#offset);
      const start = performance.now();
      // Both are awaited whatever becomes of one: nothing may be in flight when the log is cut.
      const [sync, stat] = await Promise.allSettled([this.#log.datasync(), this.#log.stat()]);
      if (sync.status === 'rejected') throw sync.reason;
      if (stat.status === 'rejected') throw stat.reason;
      if (stat.value.links === 0) throw new JournalError('volume-changed', { detail: `${LOG} was removed.` });
      return (performance.now() - start) / 1000;
    } catch (error) {
      throw await this.#undo(asJournalError(error));
    }
  }

  /** Cuts the log back durably, *then* lets the waiters be refused. An fsync is never tried twice on the same bytes. */
  async #undo(reason: JournalError): Promise<CommitFailure> {
    try {
      await this.#log.truncate(this.#offset);
      await this.#log.sync();
      return new CommitFailure(reason, reason);
    } catch {
      const detail = `${reason.message}`;
      return new CommitFailure(new JournalError('outcome-unknown', { detail, cause: reason }), reason);
    }
  }

  async #writeView(): Promise<void> {
    await this.parts.view.write(this.#count);
  }

  async #rotate(): Promise<void> {
    const full = this.#log;
    this.#log = await rotate(this.parts.volume);
    this.#logIdentity = null;
    this.#offset = 0;
    await full.close();
  }
}
