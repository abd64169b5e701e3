import { CallWatch } from '../volume/call-watch';
import { CommitQueue, type Batch } from './commit-queue';
import { asJournalError, JournalError } from '../errors';
import { DEFAULT_TIMINGS, type JournalObserver, type JournalOptions, type Timings } from './options';
import { MAX_QUEUED_VISITS } from '../format/layout';
import { Lifecycle, Pause, type JournalState } from './lifecycle';
import { Ownership } from './ownership';
import { capText, isWritable, Timestamps, type Visit } from '../format/record';
import { ReplicaRotation } from './replica-rotation';
import type { Replica } from '../format/replica';
import { CommitFailure, Session } from './session';
import { JournalFacts, type JournalStatus } from './status';

/**
 * The one writer of a volume. A visit is durable when its promise resolves; when it rejects, it was never counted,
 * save with `outcome-unknown`. The journal opens itself again after a failure; nothing but `close()` ends it.
 */
export class Journal {
  readonly #timings: Timings;
  readonly #ownership: Ownership;
  readonly #calls = new CallWatch(() => this.#returned());
  readonly #queue: CommitQueue;
  readonly #rotation = new ReplicaRotation();
  readonly #life: Lifecycle = new Lifecycle(new JournalError('opening'));
  readonly #facts = new JournalFacts();
  readonly #arrival = new Pause();
  readonly #delay = new Pause();
  readonly #times = new Timestamps();
  readonly #now: () => Date;
  readonly #observer: JournalObserver;
  #inFlight: Batch | null = null;
  #stalledIn: { state: JournalState; reason: JournalError | null } | null = null;
  #checkDue = false;
  #closing = false;
  #run: Promise<void> | null = null;
  #closed: Promise<void> | null = null;
  #ticker: NodeJS.Timeout | undefined;

  constructor(options: JournalOptions) {
    this.#timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.#ownership = new Ownership(this.#calls.watch(options.volume), options, this.#facts);
    this.#queue = new CommitQueue(options.maxQueuedVisits ?? MAX_QUEUED_VISITS);
    this.#now = options.now ?? (() => new Date());
    this.#observer = options.observer ?? {};
    this.#life.onState((state) => this.#observer.onState?.(state));
  }

  /** Begins to open in the background. Never throws; a second call does nothing. */
  start(): void {
    if (this.#run || this.#closing) return;
    this.#ticker = setInterval(() => this.#tick(), this.#timings.checkMs).unref();
    this.#run = this.#live();
  }

  /**
   * Counts a visit. The text is cut to 512 bytes of UTF-8; `at` is the line's own time, now by default.
   * Rejects with a JournalError of any code.
   */
  append(text: string, at?: Date): Promise<Visit> {
    const ms = at === undefined ? this.#now().getTime() : Number(at);
    if (typeof text !== 'string' || !isWritable(ms)) return Promise.reject(new JournalError('text-invalid'));
    if (this.#life.state !== 'open') return Promise.reject(this.#life.reason);
    if (this.#queue.isFull) return Promise.reject(new JournalError('queue-full'));
    return new Promise((resolve, reject) => {
      this.#queue.add({ at: this.#times.iso(ms), text: capText(text), resolve, reject });
      this.#arrival.wake();
    });
  }

  /**
   * Gives the volume a new id whose base is the count of this moment: a snapshot that was restored must not go on under
   * the old one. Durable once it resolves. After a rejection the volume has the old id or the new one, never none:
   * `status()` says which once the journal is open again. Rejects with a JournalError.
   */
  rotateReplica(): Promise<Replica> {
    if (this.#life.state !== 'open') return Promise.reject(this.#life.reason);
    const rotated = this.#rotation.want();
    this.#arrival.wake();
    return rotated;
  }

  /** Visits that were accepted and are not answered yet. */
  get pending(): number {
    return this.#queue.length + (this.#inFlight?.entries.length ?? 0);
  }

  status(): JournalStatus {
    return this.#facts.status(this.#life);
  }

  onState(listener: (state: JournalState) => void): () => void {
    return this.#life.onState(listener);
  }

  /**
   * Commits what was accepted, refuses what comes, frees the volume. Safe in each state, and more than once.
   * Rejects with `stalled` when the disk keeps it beyond the deadline.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing = true;
    this.#life.move('closing', new JournalError('closing'));
    this.#arrival.wake();
    this.#delay.wake();
    const deadline = new Pause();
    const ended = (this.#run ?? Promise.resolve()).then(() => true);
    const late = deadline.wait(this.#timings.closeDeadlineMs).then(() => false);
    const inTime = await Promise.race([ended, late]);
    deadline.wake();
    clearInterval(this.#ticker);
    if (inTime) return this.#life.move('closed', new JournalError('closed'));
    const error = new JournalError('stalled', { detail: 'The journal could not be closed in time.' });
    this.#answerUnknown(error);
    throw error;
  }

  async #live(): Promise<void> {
    let backoffMs = this.#timings.backoffMinMs;
    while (!this.#closing) {
      const session = await this.#open();
      if (session) {
        backoffMs = this.#timings.backoffMinMs;
        await this.#serve(session);
        await session.release();
      }
      if (this.#closing) break;
      await this.#delay.wait(backoffMs);
      backoffMs = Math.min(backoffMs * 2, this.#timings.backoffMaxMs);
    }
    this.#refuse(new JournalError('closing'));
    await this.#ownership.release();
  }

  /** null when it failed, or when the journal is closing meanwhile. */
  async #open(): Promise<Session | null> {
    try {
      while (!this.#closing) {
        const session = await this.#ownership.attempt(() => this.#beginOpening());
        if (session instanceof Session) return session;
        this.#life.move('waiting', session);
        await this.#delay.wait(this.#timings.lockRetryMs);
      }
    } catch (error) {
      this.#fail(asJournalError(error));
    }
    return null;
  }

  #beginOpening(): void {
    if (this.#life.state === 'waiting') this.#life.move('opening', new JournalError('opening'));
  }

  /** Until the first failure, or until it is closed and nothing waits. */
  async #serve(session: Session): Promise<void> {
    this.#life.move('open', null);
    try {
      for (;;) {
        if (this.#checkDue) {
          this.#checkDue = false;
          await this.#ownership.check(session);
        }
        if (this.#life.state === 'stalled') throw new JournalError('stalled');
        if (this.#rotation.isWanted) {
          this.#rotation.grant(await this.#ownership.rotate(session));
        } else if (this.#queue.length > 0) {
          await this.#queue.settle();
          await this.#flush(session);
        } else if (this.#closing) {
          return;
        } else {
          await this.#arrival.wait();
        }
      }
    } catch (error) {
      const reason = error instanceof CommitFailure ? error.reason : asJournalError(error);
      this.#fail(reason);
    }
  }

  async #flush(session: Session): Promise<void> {
    const start = performance.now();
    const batch = this.#queue.take(session.count);
    if (batch.entries.length === 0) {
      this.#observer.onError?.('count-limit');
      return this.#queue.refuse(new JournalError('count-limit'));
    }
    this.#inFlight = batch;
    try {
      const { bytes, syncSeconds } = await session.commit(batch);
      // Its waiters were answered that the outcome is unknown: it is no acknowledgement.
      if (this.#inFlight === null) throw new JournalError('stalled');
      this.#facts.acknowledged(batch.visits.at(-1) as Visit);
      for (const [index, entry] of batch.entries.entries()) entry.resolve(batch.visits[index] as Visit);
      const totalSeconds = (performance.now() - start) / 1000;
      this.#observer.onCommit?.({ visits: batch.visits.length, bytes, syncSeconds, totalSeconds });
    } catch (error) {
      const answer = error instanceof CommitFailure ? error.answer : asJournalError(error);
      for (const entry of batch.entries) entry.reject(answer);
      throw error;
    } finally {
      this.#inFlight = null;
    }
  }

  #fail(reason: JournalError): void {
    this.#life.move('failed', reason);
    this.#refuse(reason);
    this.#observer.onError?.(reason.code);
  }

  #refuse(reason: JournalError): void {
    this.#queue.refuse(reason);
    this.#rotation.refuse(reason);
  }

  #tick(): void {
    this.#checkDue = true;
    this.#arrival.wake();
    if (!this.#stalledIn) this.#calls.ifOneHangs(this.#timings.stallMs, () => this.#stall());
  }

  #stall(): void {
    const error = new JournalError('stalled');
    this.#stalledIn = { state: this.#life.state, reason: this.#life.reason };
    this.#life.move('stalled', error);
    this.#answerUnknown(error);
    this.#observer.onError?.('stalled');
  }

  /** The commit in flight may be counted or not; what still waits was never written. */
  #answerUnknown(reason: JournalError): void {
    const batch = this.#inFlight;
    this.#inFlight = null;
    for (const entry of batch?.entries ?? [])
      entry.reject(new JournalError('outcome-unknown', { cause: reason }));
    this.#refuse(reason);
  }

  /** A call came back. The opening goes on where it was; a session that stalled is not trusted any more. */
  #returned(): void {
    if (!this.#stalledIn || this.#calls.oldestMs >= this.#timings.stallMs) return;
    const before = this.#stalledIn;
    this.#stalledIn = null;
    if (before.state !== 'open') this.#life.move(before.state, before.reason);
  }
}
