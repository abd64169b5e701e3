import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { LOGGER, type Logger } from './logging/logger';
import { AdminServer } from './metrics/admin-server';
import { Metrics } from './metrics/metrics';
import { PROCESS, type ProcessIdentity } from './process/process-identity';
import { SETTINGS, type Settings } from './settings/settings';
import { Drain } from './stopping/drain';

export interface ServiceParts {
  readonly settings: Settings;
  readonly process: ProcessIdentity;
  readonly logger: Logger;
  readonly drain: Drain;
  readonly metrics: Metrics;
}

/** Gives every module of the app its settings, process, logger, metrics and drain. */
@Module({})
export class ServiceModule {
  static around(app: DynamicModule | Type, parts: ServiceParts): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      imports: [app],
      providers: [
        { provide: SETTINGS, useValue: parts.settings },
        { provide: PROCESS, useValue: parts.process },
        { provide: LOGGER, useValue: parts.logger },
        { provide: Drain, useValue: parts.drain },
        { provide: Metrics, useValue: parts.metrics },
        AdminServer,
      ],
      exports: [SETTINGS, PROCESS, LOGGER, Drain, Metrics],
    };
  }
}
