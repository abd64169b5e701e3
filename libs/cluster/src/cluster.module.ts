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
  Drain,
  LOGGER,
  type Logger,
  Metrics,
  PROCESS,
  type ProcessIdentity,
  SETTINGS,
  type Settings,
} from '@visits/service';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from './cluster';
import { ClusterLog } from './cluster-log';
import { ClusterMetrics } from './cluster-metrics';
import { discoveryOf } from './discovery/discovery';
import { HttpTransport } from './exchange/http-transport';
import { LeaveServer } from './exchange/leave-server';
import { SiblingReader } from './exchange/sibling-reader';
import { ordinalOf, setOf, type Member, type Self } from './replicas/identity';
import { systemTime } from './time';

/** A visit whose client went away may be on its way to the disk. */
const PENDING_MS = 10;
const PENDING_TRIES = 100;

/** Provides the one Cluster of an app. Needs the service's parts, the Journal and its options from global modules. */
@Global()
@Module({
  providers: [
    HttpTransport,
    SiblingReader,
    {
      provide: Cluster,
      inject: [SETTINGS, PROCESS, LOGGER, Metrics, Drain, Journal, JOURNAL_OPTIONS, HttpTransport],
      useFactory: clusterOf,
    },
  ],
  exports: [Cluster, SiblingReader],
})
export class ClusterModule
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  #address: AddressInfo | null = null;

  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(Journal) private readonly journal: Journal,
    @Inject(JOURNAL_OPTIONS) private readonly options: JournalOptions,
    @Inject(HttpTransport) private readonly transport: HttpTransport,
    @Inject(SiblingReader) private readonly reader: SiblingReader,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  /** Not before we listen: our own address is among those that are asked. */
  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.once('listening', () => {
      this.#address = server.address() as AddressInfo;
      this.cluster.start();
    });
  }

  /** While the journal is still open: the map is written a last time under its lock. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.cluster.stop();
  }

  /** Our listener has closed, the journal has not: Nest asks the module that closes it after this one. */
  async onApplicationShutdown(): Promise<void> {
    if (await this.#isCountFinal()) await this.#leave();
    await Promise.all([this.transport.close(), this.reader.close()]);
  }

  async #leave(): Promise<void> {
    const isAlone = this.cluster.peers().peers.every(({ state }) => state === 'self');
    const server = isAlone || !this.#address ? null : await LeaveServer.listen(this.#address, this.cluster);
    await this.cluster.leave();
    await server?.close();
  }

  /** No visit can follow, and the volume says the same as we do. */
  async #isCountFinal(): Promise<boolean> {
    try {
      for (let n = 0; this.journal.pending > 0 && n < PENDING_TRIES; n += 1) await pause(PENDING_MS);
      const { visits, replica } = await readVolume(this.options.volume);
      const status = this.journal.status();
      const isSame = visits === status.visits && replica?.replica === status.replica;
      return isSame && status.state === 'open' && this.journal.pending === 0;
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
  drain: Drain,
  journal: Journal,
  { volume }: JournalOptions,
  transport: HttpTransport,
): Cluster {
  const log = new ClusterLog(logger);
  const metrics = new ClusterMetrics(registry);
  const cluster = new Cluster({
    volume,
    self: () => selfOf(journal, process),
    member: memberOf(settings, process),
    discovery: discoveryOf(settings),
    transport,
    draining: () => drain.draining,
    rotate: () => journal.rotateReplica(),
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

function memberOf(settings: Settings, process: ProcessIdentity): Member {
  const { podName: pod, podNamespace: namespace, headlessService: headless } = settings;
  const set = { service: process.service, namespace, headless, name: setOf(pod) };
  return { set, pod, ordinal: ordinalOf(pod), boot: process.boot };
}

function selfOf(journal: Journal, { startedAt }: ProcessIdentity): Self {
  const { state, visits, identity } = journal.status();
  const base = identity?.base ?? 0;
  // A log that was rolled back behind its own base has contributed nothing yet.
  const contributed = Math.max(0, visits - base);
  const isFirst = identity === null || identity.createdAt >= startedAt;
  const restartedMs = isFirst ? null : Math.max(0, Date.now() - Date.parse(startedAt));
  return {
    replica: identity?.replica ?? null,
    visits: contributed,
    base,
    restartedMs,
    open: state === 'open',
  };
}
