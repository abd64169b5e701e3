import { randomUUID } from 'node:crypto';
import { asJournalError, JournalError } from '../errors';
import type { JournalOptions } from './options';
import { Lock, readHolder } from '../volume/lock';
import { openLog } from './recovery';
import { writeReplica } from '../volume/replica-file';
import type { Replica } from '../format/replica';
import { Session } from './session';
import type { JournalFacts } from './status';
import { FOREIGN_VIEW } from '../volume/view-file';
import type { Volume } from '../volume/volume';

/** Tries to become the writer, again and again over the journal's life. It keeps the lock between two sessions. */
export class Ownership {
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
      throw asJournalError(error);
    }
  }

  /** After a rejection the volume has the old id or the new one; only the next opening knows. */
  async rotate(session: Session): Promise<Replica> {
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
    this.facts.replicaRotated(replica);
    return replica;
  }

  /** Do the paths still name our files? And somebody may have moved away what was set aside. */
  async check(session: Session): Promise<void> {
    await session.check();
    if (this.facts.foreign && (await this.volume.stat(FOREIGN_VIEW)) === null) this.facts.foreign = null;
  }

  async release(): Promise<void> {
    await this.#lock?.release().catch(() => undefined);
    this.#lock = null;
  }

  async #take(onLock: () => void): Promise<Session | null> {
    const { options, volume, facts } = this;
    const { pod, boot, claim } = options.holder;
    const now = options.now ?? (() => new Date());
    if (this.#lock && !(await this.#lock.isCurrent())) {
      await this.#lock.abandon().catch(() => undefined);
      this.#lock = null;
    }
    if (!this.#lock) {
      this.#lock = await Lock.take(volume, { pod, boot, pid: process.pid, since: now().toISOString() });
      if (!this.#lock) return null;
      facts.uncleanEnd ??= this.#lock.unclean;
    }
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
    return new Session(opened.parts, {
      onViewError: () => options.observer?.onViewError?.(),
      onDamage: (damage) => facts.damaged([damage]),
    });
  }

  async #locked(): Promise<JournalError> {
    // With the lock in our hands it is the log that another process still holds: somebody removed LOCK.
    const holder = this.#lock ? null : await readHolder(this.volume);
    this.facts.holder = holder;
    return new JournalError('locked', {
      detail: holder ? `It is pod ${holder.pod}, boot ${holder.boot}.` : undefined,
    });
  }
}
