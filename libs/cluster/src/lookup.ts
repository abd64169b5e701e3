import { endsWithin } from './deadline';
import type { PeerTable } from './peer-table';
import type { ClusterEvent } from './peers-view';
import type { Discovered, Discovery, DiscoveryFailure, Time } from './ports';

/** A round waits so long for DNS; then it asks whom it knows. */
const FIND_MS = 200;
/** A look-up that takes longer is given up: another one may do better. */
const ABANDON_MS = 5_000;
/** Beyond it the last answer of DNS says nothing of now. */
const FRESH_MS = 5_000;

/** Keeps the peer table at what discovery says. A look-up that failed as a whole takes nobody away. */
export class Lookup {
  #finding: Promise<void> | null = null;
  #failure: DiscoveryFailure | null = null;
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

  /** null when the last look-up worked, lately. */
  get failure(): DiscoveryFailure | null {
    if (!this.discovery.expected || this.#failure) return this.#failure;
    if (this.time.monotonic() - this.#foundAt <= FRESH_MS) return null;
    return { reason: 'dns-timeout', detail: 'The siblings were not looked up lately.' };
  }

  async run(): Promise<void> {
    if (!this.discovery.expected) return;
    if (this.time.monotonic() - this.#beganAt >= ABANDON_MS) this.#finding = null;
    if (!this.#finding) {
      const finding = (this.#finding = this.#find());
      this.#beganAt = this.time.monotonic();
      void finding.finally(() => (this.#finding = this.#finding === finding ? null : this.#finding));
    }
    if (await endsWithin(this.time, FIND_MS, this.#finding)) return;
    this.#fail({ reason: 'dns-timeout', detail: `No answer within ${FIND_MS} ms.` });
  }

  async #find(): Promise<void> {
    const { siblings, failure }: Discovered = await this.discovery.find();
    // Of a list all are known, also those without an address: one lost name must not silence the others.
    if (!failure || siblings.length > 0) this.table.resolve(siblings);
    if (failure) return this.#fail(failure);
    this.#foundAt = this.time.monotonic();
    if (this.#failure) this.onEvent({ kind: 'discovery', reason: null, detail: null });
    this.#failure = null;
  }

  #fail(failure: DiscoveryFailure): void {
    this.onEvent({ kind: 'exchange-failed', reason: failure.reason });
    if (this.#failure?.reason !== failure.reason) this.onEvent({ kind: 'discovery', ...failure });
    this.#failure = failure;
  }
}
