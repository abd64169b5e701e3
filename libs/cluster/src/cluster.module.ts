import {
  type BeforeApplicationShutdown,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Journal, JOURNAL_OPTIONS, type JournalOptions, readVolume } from '@visits/persistence';
import {
  LOGGER,
  type Logger,
  Metrics,
  PROCESS,
  type ProcessIdentity,
  SETTINGS,
  type Settings,
} from '@visits/service';
import type { Server } from 'node:http';
import { Cluster } from './cluster';
import { ClusterLog } from './cluster-log';
import { ClusterMetrics } from './cluster-metrics';
import { discoveryOf } from './discovery';
import { HttpTransport } from './http-transport';
import { ordinalOf } from './identity';
import type { Self } from './ports';
import { systemTime } from './system-time';

/** Provides the one Cluster of an app. Needs the service's parts, the Journal and its options from global modules. */
@Global()
@Module({
  providers: [
    HttpTransport,
    {
      provide: Cluster,
      inject: [SETTINGS, PROCESS, LOGGER, Metrics, Journal, JOURNAL_OPTIONS, HttpTransport],
      useFactory: clusterOf,
    },
  ],
  exports: [Cluster],
})
export class ClusterModule
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(Journal) private readonly journal: Journal,
    @Inject(JOURNAL_OPTIONS) private readonly options: JournalOptions,
    @Inject(HttpTransport) private readonly transport: HttpTransport,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  /** Not before we listen: our own address is among those that are asked. */
  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.once('listening', () => this.cluster.start());
  }

  /** While the journal is still open: the map is written a last time under its lock. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.cluster.stop();
  }

  /** The last word is said when no visit can follow any more, and only where the volume says the same. */
  async onApplicationShutdown(): Promise<void> {
    if (await this.#closedCleanly()) await this.cluster.farewell();
    await this.transport.close();
  }

  async #closedCleanly(): Promise<boolean> {
    try {
      await this.journal.close();
      const { visits, replica } = await readVolume(this.options.volume);
      const status = this.journal.status();
      return visits === status.visits && replica?.replica === status.replica;
    } catch {
      return false;
    }
  }
}

function clusterOf(
  settings: Settings,
  process: ProcessIdentity,
  logger: Logger,
  { registry }: Metrics,
  journal: Journal,
  { volume }: JournalOptions,
  transport: HttpTransport,
): Cluster {
  const log = new ClusterLog(logger);
  const metrics = new ClusterMetrics(registry);
  const cluster = new Cluster({
    volume,
    self: () => selfOf(journal),
    pod: settings.podName,
    ordinal: ordinalOf(settings.podName),
    boot: process.boot,
    set: {
      service: process.service,
      namespace: settings.podNamespace,
      headless: settings.headlessService,
    },
    discovery: discoveryOf(settings),
    transport,
    renew: () => journal.renew(),
    time: systemTime,
    random: Math.random,
    onEvent: (event) => {
      log.note(event);
      metrics.note(event);
    },
  });
  metrics.watch(cluster);
  return cluster;
}

function selfOf(journal: Journal): Self {
  const { state, visits, identity } = journal.status();
  const base = identity?.base ?? 0;
  return { replica: identity?.replica ?? null, visits: visits - base, base, open: state === 'open' };
}
