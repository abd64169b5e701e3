import type { Channel } from '../../../load/remote';
import type { Ended, ExecPlace, ObjectOf } from '../client';

/** The writer's own directory, in its pod. */
export const WRITER_DIR = '/ledger';

/** How a run gets at what is inside pods. */
export interface Reach {
  /** What a writer must be told to be reached. */
  readonly writerArgs: readonly string[];
  /**
   * Runs a command where the pod's volume is mounted, as the pod's user. Rejects with ClusterError or WaitError where
   * it does not begin or its pod is lost; at the deadline it has no exit status.
   */
  run(pod: ObjectOf<'Pod'>, command: readonly string[], deadlineMs?: number): Promise<Ended>;
  /** Joins the run to its writer. */
  attach(writer: ExecPlace): Promise<Channel>;
  /** What there is of a ledger whose writer is gone; null where it cannot be had. */
  salvage(writer: ExecPlace): Promise<Buffer | null>;
}
