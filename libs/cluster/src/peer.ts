import { ordinalOf } from './identity';
import type { PeerReason, PeerState, PeerView } from './peers-view';
import type { Sibling, SiblingAnswer } from './ports';

/** A direct word is live for so long, by our own clock. */
export const LIVE_MS = 2_000;
/** Rounds come less often than that while nobody looks: a peer is not called cached between two of them. */
const LATELY_MS = 5_000;
const BACKOFF_MIN_MS = 2_000;
const BACKOFF_MAX_MS = 30_000;

/** Who answered at an address, without its map. */
export type Word = Pick<SiblingAnswer, 'pod' | 'ordinal' | 'boot' | 'replica' | 'settled'>;

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
  word: Word | null = null;
  reason: PeerReason | null = null;
  detail: string | null = null;
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

  isOurselves(word: Word): void {
    this.isSelf = true;
    this.word = word;
    this.reason = this.detail = null;
  }

  /** `reason`: it answered, but something is wrong with the answer. */
  answered(
    word: Word,
    at: { monotonic: number; now: number },
    reason: PeerReason | null,
    detail: string | null,
  ): void {
    this.word = word;
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
    // A clone that falls silent is still there: only its own word, or its leaving the Service, ends that.
    if (this.reason === 'duplicate-replica') return;
    this.reason = reason;
    this.detail = detail;
  }

  /** It answered at its address, as itself, at any time. */
  get hasAnswered(): boolean {
    return this.isSelf || this.#heardAt > -Infinity || this.reason === 'other-set';
  }

  /** It answered, and its own total was complete. */
  get isGuide(): boolean {
    return !this.isSelf && this.#heardAt > -Infinity && this.word?.settled === true;
  }

  /** Since it answered us well and directly; null when that is too long ago. */
  liveMs(monotonic: number): number | null {
    const ageMs = monotonic - this.#heardAt;
    return this.reason === null && ageMs <= LIVE_MS ? ageMs : null;
  }

  get name(): string {
    return this.sibling.pod ?? this.word?.pod ?? this.sibling.origin ?? this.sibling.key;
  }

  view(monotonic: number): PeerView {
    const pod = this.sibling.pod ?? this.word?.pod ?? null;
    return {
      pod,
      ordinal: pod === null ? null : ordinalOf(pod),
      replica: this.word?.replica ?? null,
      address: this.sibling.origin?.replace('http://', '') ?? null,
      state: this.#state(monotonic),
      reason: this.reason,
      detail: this.detail,
      seenAt: this.#seenAt,
    };
  }

  #state(monotonic: number): PeerState {
    if (this.isSelf) return 'self';
    if (this.reason) return STATES[this.reason] ?? 'unreachable';
    if (this.#heardAt === -Infinity) return 'unknown';
    return monotonic - this.#heardAt <= LATELY_MS ? 'live' : 'cached';
  }

  #unresolved(): void {
    this.reason = 'dns-not-found';
    this.detail = 'The name has no address.';
  }
}
