import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { VolumeSpace } from '@visits/persistence';
import { SpaceWatch } from './space-watch';

/**
 * What the probes say about the volume's space. Low is less than counting alone may still need: then the volume fills
 * up before the next rotation gives space back. It degrades and never fails: until the disk is full, visits are counted.
 */
@Injectable()
export class SpaceHealth {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(SpaceWatch) private readonly watch: SpaceWatch,
  ) {}

  room(): HealthIndicatorResult {
    return this.resultOf(this.watch.now(), {});
  }

  /** The same with its figures, for people. */
  roomInFull(): HealthIndicatorResult {
    const room = this.watch.now();
    return this.resultOf(room, { ...room });
  }

  private resultOf(room: VolumeSpace | null, figures: Partial<VolumeSpace>): HealthIndicatorResult {
    const indicator = this.indicators.check('space');
    if (room === null || room.availableBytes >= room.neededBytes) return indicator.up(figures);
    return indicator.degraded({
      code: 'space-low',
      detail: `${room.availableBytes} bytes are free; the logs may still need ${room.neededBytes}.`,
      action: 'Free space, enlarge the claim, or set LOG_KEEP_BYTES lower.',
      ...figures,
    });
  }
}
