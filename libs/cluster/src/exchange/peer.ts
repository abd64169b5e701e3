import type { Sibling } from '../discovery/sibling';
import { ordinalOf } from '../replicas/identity';
import type { SiblingAnswer } from '../replicas/replica-schema';
import type { PeerReason, PeerState, PeerView } from './peers-view';

/** A direct answer is live for so long, by our own clock. */
export const LIVE_MS = 2_000;
/** Rounds come less often than that while nobody looks: a peer is not called cached between two of them. */
const LATELY_MS = 5_000;
const BACKOFF_MIN_MS = 2_000;
const BACKOFF_MAX_MS = 30_000;

/** What answered at an address, without its map. */
export type PeerIdentity = Pick<
  SiblingAnswer,
  'pod' | 'ordinal' | 'boot' | 'replica' | 'settled' | 'stopping' | 'restartedMs'
>;

const STATES: Partial<Record<PeerReason, PeerState>> = {
  'other-set': 'stranger',
  'other-pod': 'stranger',
  'bad-status': 'refused',
  'bad-answer': 'refused',
  'too-large': 'refused',
  'too-many-replicas': 'refused',
  'duplicate-replica': 'refused',
  restored: 'refused',
};

/** What is known of one resolved name or address. */
export class Peer {
  isAsked = false;
  isSelf = false;
  identity: PeerIdentity | null = null;
  reason: PeerReason | null = null;
  detail: string | null = null;
  /** The process that said that it stops, until another one answers. */
  #stopping: { readonly boot: string; readonly hasLeft: boolean } | null = null;
  #heardAt = -Infinity;
  #seenAt: number | null = null;
  #failures = 0;
  #askAgainAt = -Infinity;

  constructor(public sibling: Sibling) {
    if (sibling.origin === null) this.#unresolved();
  }

  /** Another address may be another process: what failed there says nothing of it. */
  move(sibling: Sibling): void {
    const { origin } = this.sibling;
    this.sibling = sibling;
    if (origin === sibling.origin) return;
    this.isSelf = false;
    this.#failures = 0;
    this.#askAgainAt = -Infinity;
    this.#heardAt = -Infinity;
    this.reason = this.detail = null;
    if (sibling.origin === null) this.#unresolved();
  }

  mayBeAsked(monotonic: number): boolean {
    return this.sibling.origin !== null && !this.isAsked && !this.isSelf && monotonic >= this.#askAgainAt;
  }

  isOurselves(identity: PeerIdentity): void {
    this.isSelf = true;
    this.identity = identity;
    this.reason = this.detail = null;
  }

  /** `reason`: it answered, but something is wrong with the answer. */
  answered(
    identity: PeerIdentity,
    at: { monotonic: number; now: number },
    reason: PeerReason | null,
    detail: string | null,
  ): void {
    this.identity = identity;
    if (this.#stopping?.boot !== identity.boot)
      this.#stopping = identity.stopping ? { boot: identity.boot, hasLeft: false } : null;
    this.#heardAt = at.monotonic;
    this.#seenAt = at.now;
    this.#failures = 0;
    this.reason = reason;
    this.detail = detail;
  }

  /** `spread` in [0, 1): so that not all ask a dead one at the same time. */
  failed(reason: PeerReason, detail: string, monotonic: number, spread: number): void {
    const waitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#askAgainAt = monotonic + waitMs * (0.75 + spread / 2);
    // A clone that falls silent is still there: only its own answer, or its leaving the Service, ends that.
    if (this.reason === 'duplicate-replica') return;
    this.reason = reason;
    this.detail = detail;
  }

  /** Its final count was heard. */
  leaves(boot: string): void {
    this.#stopping = { boot, hasLeft: true };
  }

  /** It said that it stops, and nothing else answers in its place yet: no trouble. */
  get isStopping(): boolean {
    return this.#stopping !== null;
  }

  get hasLeft(): boolean {
    return this.#stopping?.hasLeft ?? false;
  }

  /** It answered a moment ago, so a refused connection now means that it stops or restarts. */
  isKnownAlive(monotonic: number): boolean {
    return monotonic - this.#heardAt <= LATELY_MS;
  }

  /** Another pod, or a pod of another set, answers at its address. */
  get isStranger(): boolean {
    return this.reason === 'other-set' || this.reason === 'other-pod';
  }

  /** It answered at its address, as itself, at any time. */
  get hasAnswered(): boolean {
    return this.isSelf || this.#heardAt > -Infinity || this.reason === 'other-set';
  }

  /** It answered, and its own total was complete. */
  get isComplete(): boolean {
    return !this.isSelf && this.#heardAt > -Infinity && this.identity?.settled === true;
  }

  /** Since it answered us well and directly; null when that is too long ago. */
  liveMs(monotonic: number): number | null {
    const ageMs = monotonic - this.#heardAt;
    return this.reason === null && ageMs <= LIVE_MS ? ageMs : null;
  }

  /** Since its process took over its volume; null where it was the first, or has not said so. */
  restartedMs(monotonic: number): number | null {
    const { restartedMs } = this.identity ?? {};
    return restartedMs === undefined ? null : restartedMs + monotonic - this.#heardAt;
  }

  get name(): string {
    return this.sibling.pod ?? this.identity?.pod ?? this.sibling.origin ?? this.sibling.key;
  }

  view(monotonic: number): PeerView {
    const pod = this.sibling.pod ?? this.identity?.pod ?? null;
    return {
      pod,
      ordinal: pod === null ? null : ordinalOf(pod),
      replica: this.identity?.replica ?? null,
      address: this.sibling.origin?.replace('http://', '') ?? null,
      state: this.#state(monotonic),
      reason: this.reason,
      detail: this.detail,
      stopping: this.isStopping,
      seenAt: this.#seenAt,
    };
  }

  #state(monotonic: number): PeerState {
    if (this.isSelf) return 'self';
    if (this.reason) return STATES[this.reason] ?? 'unreachable';
    if (this.#heardAt === -Infinity) return 'unknown';
    return this.isKnownAlive(monotonic) ? 'live' : 'cached';
  }

  #unresolved(): void {
    this.reason = 'dns-not-found';
    this.detail = 'The name has no address.';
  }
}
