import { Module } from '@nestjs/common';
import { HealthModule } from '@visits/health';
import { SETTINGS, type Settings } from '@visits/service';
import { VisitsModule } from '@visits/visits';
import { ClockController } from './clock.controller';
import { ZonedClock } from './time/zoned-clock';

@Module({
  imports: [VisitsModule, HealthModule],
  controllers: [ClockController],
  providers: [
    {
      provide: ZonedClock,
      inject: [SETTINGS],
      useFactory: ({ timeZone }: Settings) => new ZonedClock(timeZone),
    },
  ],
})
export class ClockModule {}
