import type { ReplicaEntry, ReplicaMap } from './replica-map';

/** The edges of the cluster: everything that has a network, a clock or a disk behind it. A test brings its own. */

/** This pod's volume as the journal knows it now; no disk is asked. */
export interface Self {
  /** null until the journal was open once in this process. */
  readonly replica: string | null;
  /** Its contribution: the acknowledged count without `base`. */
  readonly visits: number;
  /** The count that was there before the id was given. */
  readonly base: number;
  /** The journal is open, so we hold the volume's lock and may write on it. */
  readonly open: boolean;
}

/** Which set of pods we belong to. Pods of another set are never merged. */
export interface SetName {
  readonly service: string;
  readonly namespace: string;
  readonly headless: string;
}

export interface Sibling {
  /** Stable for a pod: its SRV target or its origin. */
  readonly key: string;
  /** First label of an SRV target; null where only addresses are known. */
  readonly pod: string | null;
  /** `http://ip:port`; null until resolved. */
  readonly origin: string | null;
}

export type DiscoveryReason = 'dns-not-found' | 'dns-empty' | 'dns-timeout' | 'dns-failed';

export interface DiscoveryFailure {
  readonly reason: DiscoveryReason;
  readonly detail: string;
}

export interface Discovered {
  /** May hold ourselves. */
  readonly siblings: readonly Sibling[];
  readonly failure: DiscoveryFailure | null;
}

export interface Discovery {
  /** False where neither a headless Service nor a list of peers is configured: then we are alone. */
  readonly expected: boolean;
  /** Never rejects. */
  find(): Promise<Discovered>;
}

/** What `GET /replicas` says. */
export interface SiblingAnswer {
  readonly format: 1;
  readonly set: SetName;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
  readonly replica: string | null;
  readonly settled: boolean;
  /** The entry of `replica` is its own word, even where others have heard of more. */
  readonly replicas: ReplicaMap;
}

/** What `POST /replicas` says: the last word of a pod that stopped cleanly. */
export interface Farewell {
  readonly format: 1;
  readonly set: SetName;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
  readonly replica: string;
  readonly entry: ReplicaEntry;
}

export type AskReason =
  'timeout' | 'connection-refused' | 'connection-failed' | 'bad-status' | 'bad-answer' | 'too-large';

export type Asked =
  | { readonly ok: true; readonly answer: SiblingAnswer; readonly address: string }
  | {
      readonly ok: false;
      readonly reason: AskReason;
      readonly detail: string;
      readonly address: string | null;
    };

/** Neither rejects; both end soon after the signal. */
export interface Transport {
  ask(sibling: Sibling, signal: AbortSignal): Promise<Asked>;
  tell(sibling: Sibling, farewell: Farewell, signal: AbortSignal): Promise<void>;
}

export interface Time {
  /** ms since the epoch; may jump. */
  now(): number;
  /** ms since anything; never goes back. */
  monotonic(): number;
  /** Resolves early, and never rejects, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
