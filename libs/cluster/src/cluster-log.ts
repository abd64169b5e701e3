import type { Logger } from '@visits/service';
import type { ClusterEvent, PeerState, PeerView } from './exchange/peers-view';

/** Where one is that has said so before. */
const STOPPED: ReadonlySet<PeerState> = new Set(['cached', 'unreachable', 'unknown']);

/** A line where something changed, never one for each round. */
export class ClusterLog {
  /** What failed the last time, so that trying again and again is logged once. */
  #rotationFailure: string | null = null;

  constructor(private readonly logger: Logger) {}

  note(event: ClusterEvent): void {
    switch (event.kind) {
      case 'peer':
        return this.#peer(event.peer);
      case 'discovery':
        if (event.reason === null) this.logger.info('siblings are found again');
        else this.logger.warn({ reason: event.reason, detail: event.detail }, 'siblings cannot be found');
        return;
      case 'duplicate':
        if (event.duplicate) this.logger.error({ ...event.duplicate }, 'another pod counts as this replica');
        else this.logger.info('no other pod counts as this replica any more');
        return;
      case 'map':
        if (event.problem) this.logger.error({ ...event.problem }, 'the map of replicas cannot be kept');
        else this.logger.info('the map of replicas is kept again');
        return;
      case 'rotated':
        this.#rotationFailure = null;
        this.logger.warn(
          { from: event.from, to: event.to },
          'the volume was restored to an older state: its replica id was rotated',
        );
        return;
      case 'rotation-failed':
        if (this.#rotationFailure === event.detail) return;
        this.#rotationFailure = event.detail;
        this.logger.error(
          { detail: event.detail },
          'the volume was restored to an older state, and its replica id cannot be rotated',
        );
        return;
      case 'known':
        return this.logger.info('the total is known');
      case 'exchange-failed':
        return;
    }
  }

  #peer({ pod, address, replica, state, reason, detail, stopping }: PeerView): void {
    if (state === 'self') return;
    if (state === 'live' && reason === null)
      this.logger.info({ peer: pod, address, replica }, 'sibling answers');
    else if (stopping && STOPPED.has(state)) this.logger.info({ peer: pod, replica }, 'sibling has stopped');
    else this.logger.warn({ peer: pod, address, state, reason, detail }, 'sibling does not answer as one');
  }
}
