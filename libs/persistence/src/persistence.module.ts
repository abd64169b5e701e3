import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type InjectionToken,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Journal } from './journal';
import type { JournalOptions } from './journal-options';

/** Where the options come from: `inject` names what `useFactory` is called with. */
export interface JournalModuleOptions {
  readonly inject?: InjectionToken[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Nest passes what `inject` names
  readonly useFactory: (...dependencies: any[]) => JournalOptions | Promise<JournalOptions>;
}

/** Provides the one Journal of an app, opens it at the start and closes it last. */
@Global()
@Module({})
export class JournalModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  static forRootAsync({ inject = [], useFactory }: JournalModuleOptions): DynamicModule {
    const journal = {
      provide: Journal,
      inject,
      useFactory: async (...dependencies: unknown[]) => new Journal(await useFactory(...dependencies)),
    };
    return { module: JournalModule, providers: [journal], exports: [Journal] };
  }

  onApplicationBootstrap(): void {
    this.journal.start();
  }

  /** Not in onModuleDestroy: Nest runs that before the server closes, and the last visits would be lost. */
  async onApplicationShutdown(): Promise<void> {
    await this.journal.close();
  }
}
