import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { openVolume, readVolume } from '@visits/persistence/reading';
import type { Settings } from '@visits/service';
import { fetchAppPage } from './app-page';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { Scrape } from './scrape';

/** Both well below the ten seconds that Prometheus gives a scrape by default; one that gives less is given less. */
const readDeadlineMs = 2000;
const appDeadlineMs = 1000;
const maxBytes = 1024 * 1024;

@Module({})
export class SidecarModule {
  static of(settings: Settings): DynamicModule {
    const logger = new Logger('scrape');
    const volume = openVolume(settings.dataDir);
    const appUrl = `http://127.0.0.1:${settings.adminPort}/metrics`;
    const scrape = new Scrape({
      readVolume: () => readVolume(volume),
      fetchApp: (deadlineMs) => fetchAppPage(appUrl, { deadlineMs, maxBytes }),
      warn: (message) => logger.warn(message),
      readDeadlineMs,
      appDeadlineMs,
      now: () => new Date(),
      monotonicMs: () => performance.now(),
    });
    return {
      module: SidecarModule,
      controllers: [MetricsController, HealthController],
      providers: [{ provide: Scrape, useValue: scrape }],
    };
  }
}
