import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { ApiHealth } from './health-schema';
import { JournalHealth } from './journal-health';
import { SiblingsHealth } from './siblings-health';
import { SpaceHealth } from './space-health';

/** Terminus would set its own Cache-Control; the shell already sets one for every answer. */
const shellSetsHeaders = { noCache: false };

/** Three different questions on three paths, none of them on `/`. */
@Controller()
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(JournalHealth) private readonly journal: JournalHealth,
    @Inject(SpaceHealth) private readonly space: SpaceHealth,
    @Inject(SiblingsHealth) private readonly siblings: SiblingsHealth,
  ) {}

  /** Does the event loop turn? No disk: a restart cannot heal one. Not asked through terminus, which fails it while the app closes. */
  @Get('livez')
  @ApiOperation({ summary: 'Is the process alive? No disk is asked' })
  @ApiHealth()
  live(): HealthCheckResult {
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  /** Should visitors come here? */
  @Get('readyz')
  @ApiOperation({ summary: 'Should visitors come here?' })
  @ApiHealth()
  @HealthCheck(shellSetsHeaders)
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.journal.serving(),
      () => this.journal.recording(),
      () => this.space.room(),
      () => this.siblings.known(),
    ]);
  }

  @Get('startupz')
  @ApiOperation({ summary: 'Has the first attempt to open the volume ended?' })
  @ApiHealth()
  @HealthCheck(shellSetsHeaders)
  started(): Promise<HealthCheckResult> {
    return this.health.check([() => this.journal.started()]);
  }

  /** As ready, with all details. */
  @Get(['health', 'healthz'])
  @ApiOperation({ summary: 'As readyz, with all details' })
  @ApiHealth()
  @HealthCheck(shellSetsHeaders)
  details(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.journal.serving(),
      () => this.journal.recordingInFull(),
      () => this.space.roomInFull(),
      () => this.siblings.known(),
    ]);
  }
}
