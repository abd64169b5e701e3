import type { App } from '@visits/proof';
import type { TargetPod } from './target';

/** A condition, and what was seen of it. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly detail?: string;
}

/** What only a cluster can do, or can be asked. */
export interface ClusterActions {
  /** What was looked at before the run began. */
  readonly preflight: readonly Check[];
  /** 200 writes and syncs on the pod's volume. */
  syncTimes(pod: TargetPod): Promise<{ error?: string; p50Ms?: number; p99Ms?: number }>;
  /** The Service that gives pods their names; `suffix` ends those names. */
  governing(app: App): Promise<{ name: string; clusterIP: string; suffix: string; port: string }>;
  /**
   * Deletes it with grace 0; resolves when its object is gone. What still runs of it is visited until its successor is
   * ready.
   */
  force(pod: TargetPod): Promise<void>;
  /** Deletes the set, with its pods or without, and makes it again; claims are kept. */
  recreate(app: App, propagation: 'Orphan' | 'Foreground'): Promise<void>;
  /** Gives what takes it back. */
  cordon(node: string): Promise<() => Promise<void>>;
  /** Whether a budget covers the set's pods, as far as that may be seen. */
  hasBudget(app: App): Promise<boolean>;
  /** Resolves when the pod is gone, or at once where its budget refuses. */
  evict(pod: TargetPod): Promise<'evicted' | 'refused by the budget'>;
}
