import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type InjectionToken,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Journal } from './journal/journal';
import type { JournalOptions } from './journal/options';

/** Where the options come from: `inject` names what `useFactory` is called with. */
export interface JournalModuleOptions {
  readonly inject?: InjectionToken[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Nest passes what `inject` names
  readonly useFactory: (...dependencies: any[]) => JournalOptions | Promise<JournalOptions>;
}

/** The token of the journal's options, for modules that read the same volume. */
export const JOURNAL_OPTIONS: unique symbol = Symbol('JOURNAL_OPTIONS');

/** Provides the one Journal of an app, opens it at the start and closes it last. */
@Global()
@Module({})
export class JournalModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Journal) private readonly journal: Journal) {}

  static forRootAsync({ inject = [], useFactory }: JournalModuleOptions): DynamicModule {
    const options = { provide: JOURNAL_OPTIONS, inject, useFactory };
    const journal = {
      provide: Journal,
      inject: [JOURNAL_OPTIONS],
      useFactory: (given: JournalOptions) => new Journal(given),
    };
    return { module: JournalModule, providers: [options, journal], exports: [JOURNAL_OPTIONS, Journal] };
  }

  onApplicationBootstrap(): void {
    this.journal.start();
  }

  /** Not in onModuleDestroy: Nest runs that before the server closes, and the last visits would be lost. */
  async onApplicationShutdown(): Promise<void> {
    try {
      await this.journal.close();
    } catch (error) {
      // Nest logs it and goes on: the exit must not look as if all were well.
      process.exitCode = 1;
      throw error;
    }
  }
}
