import { randomUUID } from 'node:crypto';
import { asJournalError, JournalError } from './errors';
import type { JournalOptions } from './journal-options';
import { Lock, readHolder } from './lock';
import { openLog } from './opening';
import { writeReplica, type Replica } from './replica';
import { Session } from './session';
import type { JournalFacts } from './status';
import type { Volume } from './volume';

/** Tries to become the writer, again and again over the journal's life. It keeps the lock between two sessions. */
export class Opener {
  #lock: Lock | null = null;

  constructor(
    private readonly volume: Volume,
    private readonly options: JournalOptions,
    private readonly facts: JournalFacts,
  ) {}

  /** Returns `locked` where another process has the volume; throws JournalError. */
  async attempt(onLock: () => void): Promise<Session | JournalError> {
    try {
      await this.volume.ensure();
      return (await this.#take(onLock)) ?? (await this.#locked());
    } catch (error) {
      throw await this.#explained(error);
    }
  }

  /** After a rejection the volume has the old id or the new one; only the next opening knows. */
  async renew(session: Session): Promise<Replica> {
    const { holder, now, newReplicaId } = this.options;
    await session.check();
    const replica: Replica = {
      format: 1,
      replica: (newReplicaId ?? randomUUID)(),
      base: session.count,
      createdAt: (now?.() ?? new Date()).toISOString(),
      pod: holder.pod,
      claim: holder.claim,
    };
    await writeReplica(this.volume, { kind: 'known', replica }, replica);
    this.facts.renewed(replica);
    return replica;
  }

  async release(): Promise<void> {
    await this.#lock?.release().catch(() => undefined);
    this.#lock = null;
  }

  async #take(onLock: () => void): Promise<Session | null> {
    const { options, volume, facts } = this;
    const { pod, boot, claim } = options.holder;
    const now = options.now ?? (() => new Date());
    if (this.#lock && !(await this.#lock.isCurrent())) await this.release();
    this.#lock ??= await Lock.take(volume, { pod, boot, pid: process.pid, since: now().toISOString() });
    if (!this.#lock) return null;
    facts.holder = null;
    onLock();
    const opened = await openLog({
      volume,
      lock: this.#lock,
      pod,
      claim,
      keepBytes: options.keepBytes,
      known: facts.known,
      now,
      newReplicaId: options.newReplicaId ?? randomUUID,
    });
    if (!opened) return null;
    facts.opened(opened);
    return new Session(opened.parts, () => options.observer?.onViewError?.());
  }

  async #locked(): Promise<JournalError> {
    // With the lock in our hands it is the log that another process still holds: somebody removed LOCK.
    const holder = this.#lock ? null : await readHolder(this.volume);
    this.facts.holder = holder;
    return new JournalError('locked', {
      detail: holder ? `It is pod ${holder.pod}, boot ${holder.boot}.` : undefined,
    });
  }

  async #explained(error: unknown): Promise<JournalError> {
    const reason = asJournalError(error);
    if (reason.code !== 'permission-denied') return reason;
    const detail = await this.volume.describe();
    return new JournalError('permission-denied', { detail: `(${detail})`, cause: error });
  }
}
