import type { Discovered, Discovery, DiscoveryFailure } from '../discovery/sibling';
import { endsWithin, type Time } from '../time';
import type { PeerTable } from './peer-table';
import type { ClusterEvent } from './peers-view';

/** A round waits so long for DNS; then it asks whom it knows. */
const FIND_MS = 200;
/** A look-up that takes longer is given up: another one may do better. */
const ABANDON_MS = 5_000;
/** So long an answer of DNS holds, whatever becomes of the next questions: a slow DNS is no failure. */
const FRESH_MS = 5_000;

/** Keeps the peer table at what discovery says. A look-up that failed as a whole takes nobody away. */
export class Lookup {
  #finding: Promise<void> | null = null;
  /** Why the latest attempt failed; null when it worked, or none has ended yet. */
  #failed: DiscoveryFailure | null = null;
  #reported: DiscoveryFailure | null = null;
  #startedAt: number | null = null;
  #beganAt = -Infinity;
  #foundAt = -Infinity;

  constructor(
    private readonly discovery: Discovery,
    private readonly table: PeerTable,
    private readonly time: Time,
    private readonly onEvent: (event: ClusterEvent) => void,
  ) {}

  get isExpected(): boolean {
    return this.discovery.expected;
  }

  /** Why nobody can say who the siblings are now; null while a good answer is fresh. */
  get failure(): DiscoveryFailure | null {
    if (!this.discovery.expected || this.#isFresh(this.#foundAt)) return null;
    return this.#failed ?? { reason: 'dns-timeout', detail: 'DNS has not answered yet.' };
  }

  /** The same for people: a pod that has just started is not in trouble yet. */
  get problem(): DiscoveryFailure | null {
    return this.#startedAt === null || this.#isFresh(this.#startedAt) ? null : this.failure;
  }

  /** Waits a moment for an answer; the look-up goes on either way. */
  async run(waitMs = FIND_MS): Promise<void> {
    if (!this.discovery.expected) return;
    this.#startedAt ??= this.time.monotonic();
    if (this.#finding && this.time.monotonic() - this.#beganAt >= ABANDON_MS) {
      this.#finding = null;
      this.#fail({ reason: 'dns-timeout', detail: `DNS did not answer within ${ABANDON_MS / 1000} s.` });
    }
    this.#finding ??= this.#begin();
    await endsWithin(this.time, waitMs, this.#finding);
    this.#report();
  }

  #begin(): Promise<void> {
    this.#beganAt = this.time.monotonic();
    const finding: Promise<void> = this.discovery.find().then((found) => {
      // The one that was given up says how things were long ago.
      if (this.#finding !== finding) return;
      this.#finding = null;
      this.#take(found);
    });
    return finding;
  }

  #take({ siblings, failure }: Discovered): void {
    // Of a list all are known, also those without an address: one lost name must not silence the others.
    if (!failure || siblings.length > 0) this.table.resolve(siblings);
    if (failure) return this.#fail(failure);
    this.#foundAt = this.time.monotonic();
    this.#failed = null;
  }

  #fail(failure: DiscoveryFailure): void {
    this.#failed = failure;
    this.onEvent({ kind: 'exchange-failed', reason: failure.reason });
  }

  #report(): void {
    const { problem } = this;
    if (this.#reported?.reason === problem?.reason) return;
    this.#reported = problem;
    this.onEvent({ kind: 'discovery', reason: problem?.reason ?? null, detail: problem?.detail ?? null });
  }

  #isFresh(since: number): boolean {
    return this.time.monotonic() - since <= FRESH_MS;
  }
}
