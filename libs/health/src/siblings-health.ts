import { Inject, Injectable, Optional } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Cluster, type PeersView } from '@visits/cluster';

/** What the probes say about the siblings. It degrades and never fails: readiness waits for no other pod. */
@Injectable()
export class SiblingsHealth {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Optional() @Inject(Cluster) private readonly cluster: Cluster | null,
  ) {}

  /** Up while the siblings can be found, none counts as this replica, and what is known of them can be kept. */
  known(): HealthIndicatorResult {
    const indicator = this.indicators.check('siblings');
    const view = this.cluster?.peers();
    if (!view) return indicator.up();
    if (view.duplicate) return indicator.degraded({ code: 'duplicate-replica', ...view.duplicate });
    if (view.map) return indicator.degraded({ ...view.map });
    const lost = lostSiblings(view);
    return lost ? indicator.degraded({ ...lost }) : indicator.up();
  }
}

function lostSiblings({
  service,
  discovery,
  peers,
}: PeersView): Record<'code' | 'detail' | 'action', string> | null {
  if (!discovery.ok) {
    const detail = `The siblings cannot be found: ${discovery.detail}`;
    const action = service ? `Run visits dns --service ${service} in this pod.` : 'Correct PEERS.';
    return { code: discovery.reason ?? 'dns-failed', detail, action };
  }
  if (peers.length === 0 || !peers.every(({ reason }) => reason === 'other-set')) return null;
  return {
    code: 'other-set',
    detail: `All that ${service ?? 'PEERS'} names belongs to another set.`,
    action: 'Correct HEADLESS_SERVICE or PEERS: it must name the pods of this set.',
  };
}
