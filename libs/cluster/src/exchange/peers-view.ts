import type { DiscoveryReason } from '../discovery/sibling';
import type { MapProblem } from '../replicas/durable-map';
import type { AskReason } from './transport';

export type PeerState = 'self' | 'live' | 'cached' | 'unreachable' | 'refused' | 'stranger' | 'unknown';

/** `other-set` and `other-pod`: the address answers as somebody else. `restored`: it has less than was known of it. */
export type PeerReason =
  | AskReason
  | DiscoveryReason
  | 'other-set'
  | 'other-pod'
  | 'duplicate-replica'
  | 'too-many-replicas'
  | 'restored';

export interface PeerView {
  readonly pod: string | null;
  readonly ordinal: number | null;
  readonly replica: string | null;
  readonly address: string | null;
  readonly state: PeerState;
  readonly reason: PeerReason | null;
  readonly detail: string | null;
  /** It said that it stops, and no process has answered in its place since. */
  readonly stopping: boolean;
  /** When it last answered us, ms since the epoch by our clock; null if never. */
  readonly seenAt: number | null;
}

/** Another process counts under our replica id. */
export interface Duplicate {
  readonly pod: string;
  readonly address: string | null;
  readonly detail: string;
  readonly action: string;
}

/** What this pod knows of the others, and how well. */
export interface PeersView {
  readonly self: { pod: string; ordinal: number | null; replica: string | null; boot: string };
  /** The name that is looked up; null where no siblings are expected. */
  readonly service: string | null;
  readonly resolved: number;
  readonly discovery: { ok: boolean; reason: DiscoveryReason | null; detail: string | null };
  readonly peers: readonly PeerView[];
  readonly duplicate: Duplicate | null;
  readonly map: MapProblem | null;
  /** The total may be shown. */
  readonly settled: boolean;
  /** Since the last round ended; null before the first. */
  readonly ageMs: number | null;
}

/** Emitted on change, for logs and metrics; `exchange-failed` each time. */
export type ClusterEvent =
  | { readonly kind: 'exchange-failed'; readonly reason: PeerReason }
  | { readonly kind: 'peer'; readonly peer: PeerView }
  | { readonly kind: 'discovery'; readonly reason: DiscoveryReason | null; readonly detail: string | null }
  | { readonly kind: 'duplicate'; readonly duplicate: Duplicate | null }
  | { readonly kind: 'map'; readonly problem: MapProblem | null }
  | { readonly kind: 'rotated'; readonly from: string; readonly to: string | null }
  | { readonly kind: 'rotation-failed'; readonly detail: string }
  | { readonly kind: 'known' };
