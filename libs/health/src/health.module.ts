import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Condition } from './condition';
import { HealthController } from './health.controller';
import { JournalHealth } from './journal-health';
import { SiblingsHealth } from './siblings-health';
import { SpaceHealth } from './space-health';
import { SpaceWatch } from './space-watch';

/** Needs Journal, its options and Drain from global modules. Logs nothing: a failing probe would log an error every second. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Condition, JournalHealth, SpaceHealth, SiblingsHealth, SpaceWatch],
  exports: [Condition],
})
export class HealthModule {}
