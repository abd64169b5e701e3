import type { DurableMap } from './durable-map';
import type { Exchange } from './exchange';
import type { Lookup } from './lookup';
import type { PeerTable } from './peer-table';
import type { ClusterEvent } from './peers-view';
import type { Self } from './ports';

export interface RenewalOptions {
  readonly map: DurableMap;
  readonly table: PeerTable;
  readonly lookup: Lookup;
  readonly exchange: Exchange;
  readonly self: () => Self;
  readonly renew: () => Promise<unknown>;
  readonly onEvent: (event: ClusterEvent) => void;
}

/**
 * Gives a volume that fell back behind its own word (a restored snapshot) a new id: under the old one its next visits would
 * get counts that were counted before. The old count is durable here first; a crash in between leaves both, and the next
 * round finds them.
 */
export class Renewal {
  constructor(private readonly options: RenewalOptions) {}

  /** Never rejects; what fails is tried again in the next round. */
  async check(): Promise<void> {
    const { map, table, lookup, exchange, self, renew, onEvent } = this.options;
    const { replica, open } = self();
    if (!open || replica === null || !map.hasFallenBack || lookup.failure) return;
    // Somebody who counts under the same id now is a clone: which of both is to go on as it, a person must say.
    await exchange.askAll();
    if (table.duplicate || !map.hasFallenBack || self().replica !== replica) return;
    try {
      await renew();
      onEvent({ kind: 'renewed', from: replica, to: self().replica });
    } catch (error) {
      onEvent({ kind: 'renewal-failed', detail: (error as { message?: string }).message ?? String(error) });
    }
  }
}
