import type { JournalErrorCode } from '../errors';
import type { JournalState } from './lifecycle';
import { STALL_MS } from '../volume/call-watch';
import type { Volume } from '../volume/volume';

/** How long the journal waits for what. Tests shorten them; nothing else should need to. */
export interface Timings {
  /** Between two tries for a lock that another process holds. */
  readonly lockRetryMs: number;
  /** Before an attempt to re-open; doubled after each failed one. */
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  /** A disk call that takes longer is `stalled`. */
  readonly stallMs: number;
  /** Between two looks whether the paths still name our files, and whether a call hangs. */
  readonly checkMs: number;
  /** `close()` rejects with `stalled` beyond it. */
  readonly closeDeadlineMs: number;
}

export const DEFAULT_TIMINGS: Timings = {
  lockRetryMs: 250,
  backoffMinMs: 250,
  backoffMaxMs: 4_000,
  stallMs: STALL_MS,
  checkMs: 1_000,
  closeDeadlineMs: 8_000,
};

/** For metrics. A listener must not throw. */
export interface JournalObserver {
  onCommit?(commit: { visits: number; bytes: number; syncSeconds: number; totalSeconds: number }): void;
  /** Once for each failure, not for each refused visit. */
  onError?(code: JournalErrorCode): void;
  onState?(state: JournalState): void;
  /** visits.txt could not be written: it is written again before the next commit. */
  onViewError?(): void;
}

export interface JournalOptions {
  readonly volume: Volume;
  /** Stands in LOCK and replica.json, for people. */
  readonly holder: { readonly pod: string; readonly boot: string; readonly claim: string };
  /** Bytes for both log files together; by default 60 % of the volume, at most 64 MiB. Less keeps less history, never fewer counts. */
  readonly keepBytes?: number;
  readonly observer?: JournalObserver;
  readonly now?: () => Date;
  /** Visits that may wait for the disk (default 16,384, about 5 MiB); more are refused with `queue-full`. */
  readonly maxQueuedVisits?: number;
  readonly timings?: Partial<Timings>;
  readonly newReplicaId?: () => string;
}
