import { encodeCommit } from '../format/commit';
import type { Batch } from './commit-queue';
import { asJournalError, JournalError } from '../errors';
import type { Damage } from '../format/judge';
import { LOG, VIEW } from '../format/layout';
import type { Lock } from '../volume/lock';
import { PreviousLog } from './previous-log';
import { rotate } from './rotation';
import { readRange, writeFully } from '../volume/transfer';
import type { View } from '../volume/view-file';
import type { File, Volume } from '../volume/volume';

/** What an opening hands over; all of it is released with the session. The lock outlives it. */
export interface SessionParts {
  readonly volume: Volume;
  readonly lock: Lock;
  readonly log: File;
  readonly view: View;
  /** The first byte after the last acknowledged one: where the next commit goes. */
  readonly offset: number;
  /** What stands before it; null while nothing does that this process wrote or read. */
  readonly written: Written | null;
  readonly count: number;
  readonly rotateAtBytes: number;
}

/** Bytes that the log has to hold. */
interface Written {
  readonly bytes: Buffer;
  readonly start: number;
}

export interface SessionEvents {
  onViewError(): void;
  onDamage(damage: Damage): void;
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

/** The commit may be found by the next opening. */
function unknown(reason: JournalError): CommitFailure {
  const answer = new JournalError('outcome-unknown', { detail: reason.message, cause: reason });
  return new CommitFailure(answer, reason);
}

/** An open log between two openings. After the first failure it is of no use any more: release it. */
export class Session {
  #log: File;
  #logIdentity: string | null = null;
  #offset: number;
  #count: number;
  /** The last commit, and the one that the next check looks for: the last at the check before, or the first since. */
  #written: Written | null;
  #checked: Written | null;
  readonly #previous: PreviousLog;

  constructor(
    private readonly parts: SessionParts,
    private readonly events: SessionEvents,
  ) {
    this.#log = parts.log;
    this.#offset = parts.offset;
    this.#count = parts.count;
    this.#written = parts.written;
    this.#checked = parts.written;
    this.#previous = new PreviousLog(parts.volume, events.onDamage);
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
      else if (2 * this.#offset >= this.parts.rotateAtBytes) this.#previous.examine();
    } catch (error) {
      const reason = asJournalError(error);
      throw new CommitFailure(reason, reason);
    }
    const bytes = encodeCommit(batch.lines);
    const syncSeconds = await this.#write(bytes);
    this.#written = { bytes, start: this.#offset };
    this.#checked ??= this.#written;
    this.#offset += bytes.length;
    this.#count += batch.lines.length;
    // Side by side, for a wait costs a lone visit more than a call.
    const [kept, view] = await Promise.allSettled([this.#isKept(), this.#writeView()]);
    if (view.status === 'rejected') this.events.onViewError();
    if (kept.status === 'rejected') throw unknown(asJournalError(kept.reason));
    return { bytes: bytes.length, syncSeconds };
  }

  /**
   * Do the paths still name the files that we hold, and does the log hold what was written? Somebody's `rm`, `mv` or
   * copy-and-truncate must not go unnoticed.
   */
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
    await this.#checkContent();
    if (view.count !== this.#count) await this.#writeView().catch(this.events.onViewError);
  }

  async release(): Promise<void> {
    await Promise.allSettled([this.#previous.stop(), this.#log.close(), this.parts.view.close()]);
  }

  /** After a cut the next commit goes where it would have gone: what is before it reads as NULs from then on. */
  async #checkContent(): Promise<void> {
    const { size } = await this.#log.stat();
    const checked = this.#checked;
    const found =
      checked && (await readRange(this.#log, checked.start, checked.start + checked.bytes.length));
    if (size < this.#offset || (checked && !found?.equals(checked.bytes)))
      throw new JournalError('volume-changed', { detail: `${LOG} has lost bytes that were written.` });
    this.#checked = this.#written;
  }

  async #write(bytes: Buffer): Promise<number> {
    const start = performance.now();
    try {
      await writeFully(this.#log, bytes, this.#offset);
      return (performance.now() - start) / 1000;
    } catch (error) {
      throw await this.#undo(asJournalError(error));
    }
  }

  /** Was the log still a file with a name when it had the commit? The view may have its count by then: too late to refuse. */
  async #isKept(): Promise<void> {
    const { links, size } = await this.#log.stat();
    if (links === 0) throw new JournalError('volume-changed', { detail: `${LOG} was removed.` });
    if (size < this.#offset) throw new JournalError('volume-changed', { detail: `${LOG} was cut.` });
  }

  /** Cuts the log back durably, *then* lets the waiters be refused. An fsync is never tried twice on the same bytes. */
  async #undo(reason: JournalError): Promise<CommitFailure> {
    try {
      await this.#log.truncate(this.#offset);
      await this.#log.sync();
      return new CommitFailure(reason, reason);
    } catch {
      return unknown(reason);
    }
  }

  async #writeView(): Promise<void> {
    await this.parts.view.write(this.#count);
  }

  /** Where `.1` is still being read, a later commit rotates. */
  async #rotate(): Promise<void> {
    const previous = await this.#previous.state();
    if (previous === 'unknown') return;
    const full = this.#log;
    this.#log = await rotate(this.parts.volume, previous);
    this.#logIdentity = null;
    this.#offset = 0;
    this.#written = null;
    this.#checked = null;
    this.#previous.replaced();
    await full.close();
  }
}
