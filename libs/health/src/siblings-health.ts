import { Inject, Injectable, Optional } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Cluster } from '@visits/cluster';

/** What the probes say about the siblings. It degrades and never fails: readiness waits for no other pod. */
@Injectable()
export class SiblingsHealth {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Optional() @Inject(Cluster) private readonly cluster: Cluster | null,
  ) {}

  /** Up while no other pod counts as this replica, and what is known of the others can be kept. */
  distinct(): HealthIndicatorResult {
    const indicator = this.indicators.check('siblings');
    const { duplicate = null, map = null } = this.cluster?.peers() ?? {};
    if (duplicate) return indicator.degraded({ code: 'duplicate-replica', ...duplicate });
    return map ? indicator.degraded({ ...map }) : indicator.up();
  }
}
