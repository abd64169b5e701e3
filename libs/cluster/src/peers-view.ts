import type { AskReason, DiscoveryReason } from './ports';

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

/** Why peers.json cannot be read or written. */
export interface MapProblem {
  readonly code: string;
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

/** Told on change, for logs and metrics; `exchange-failed` is told each time. */
export type ClusterEvent =
  | { readonly kind: 'exchange-failed'; readonly reason: PeerReason }
  | { readonly kind: 'peer'; readonly peer: PeerView }
  | { readonly kind: 'discovery'; readonly reason: DiscoveryReason | null; readonly detail: string | null }
  | { readonly kind: 'duplicate'; readonly duplicate: Duplicate | null }
  | { readonly kind: 'map'; readonly problem: MapProblem | null }
  | { readonly kind: 'renewed'; readonly from: string; readonly to: string | null }
  | { readonly kind: 'renewal-failed'; readonly detail: string }
  | { readonly kind: 'settled' };
