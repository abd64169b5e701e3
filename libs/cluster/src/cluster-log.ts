import type { Logger } from '@visits/service';
import type { ClusterEvent, PeerView } from './peers-view';

/** A line where something changed, never one for each round. */
export class ClusterLog {
  /** What failed the last time, so that trying again and again is told once. */
  #renewalFailure: string | null = null;

  constructor(private readonly logger: Logger) {}

  note(event: ClusterEvent): void {
    switch (event.kind) {
      case 'peer':
        return this.#peer(event.peer);
      case 'discovery':
        if (event.reason === null) this.logger.info('siblings are found again');
        else this.logger.warn({ reason: event.reason, detail: event.detail }, 'siblings can not be found');
        return;
      case 'duplicate':
        if (event.duplicate) this.logger.error({ ...event.duplicate }, 'another pod counts as this replica');
        else this.logger.info('no other pod counts as this replica any more');
        return;
      case 'map':
        if (event.problem) this.logger.error({ ...event.problem }, 'the map of replicas can not be kept');
        else this.logger.info('the map of replicas is kept again');
        return;
      case 'renewed':
        this.#renewalFailure = null;
        this.logger.warn({ from: event.from, to: event.to }, 'the volume fell back: it has a new replica id');
        return;
      case 'renewal-failed':
        if (this.#renewalFailure === event.detail) return;
        this.#renewalFailure = event.detail;
        this.logger.error({ detail: event.detail }, 'the volume fell back, and can not get a new replica id');
        return;
      case 'settled':
        return this.logger.info('the total is known');
      case 'exchange-failed':
        return;
    }
  }

  #peer({ pod, address, replica, state, reason, detail }: PeerView): void {
    if (state === 'self') return;
    if (state === 'live' && reason === null)
      this.logger.info({ peer: pod, address, replica }, 'sibling answers');
    else this.logger.warn({ peer: pod, address, state, reason, detail }, 'sibling does not answer as one');
  }
}
