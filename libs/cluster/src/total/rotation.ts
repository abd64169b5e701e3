import type { Exchange } from '../exchange/exchange';
import type { ClusterEvent } from '../exchange/peers-view';
import type { DurableMap } from '../replicas/durable-map';
import type { Self } from '../replicas/identity';

export interface RotationOptions {
  readonly self: () => Self;
  /** Gives the volume a new id, base = its count; durable once it resolves. */
  readonly rotate: () => Promise<unknown>;
  readonly onEvent: (event: ClusterEvent) => void;
}

/**
 * Rotates the replica id of a volume that was restored to an older state: under the old id its next visits would get counts
 * that were counted before. The old count is durable here first; a crash in between leaves both, and the next round finds
 * them.
 */
export class Rotation {
  constructor(
    private readonly options: RotationOptions,
    private readonly map: DurableMap,
    private readonly exchange: Exchange,
  ) {}

  /** Never rejects; what fails is tried again in the next round. */
  async check(): Promise<void> {
    const { self, rotate, onEvent } = this.options;
    const { lookup, table } = this.exchange;
    const { replica, open } = self();
    if (!open || replica === null || !this.map.isRolledBack || lookup.failure) return;
    // A process that counts under the same id now is a clone: which of both is to go on as it, a person must say.
    await this.exchange.askAll();
    if (table.ownDuplicate || !this.map.isRolledBack || self().replica !== replica) return;
    try {
      await rotate();
      onEvent({ kind: 'rotated', from: replica, to: self().replica });
    } catch (error) {
      onEvent({ kind: 'rotation-failed', detail: (error as { message?: string }).message ?? String(error) });
    }
  }
}
