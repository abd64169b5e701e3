import { Module } from '@nestjs/common';
import { ClusterModule } from '@visits/cluster';
import { JournalModule, openVolume } from '@visits/persistence';
import { Metrics, PROCESS, type ProcessIdentity, SETTINGS, type Settings } from '@visits/service';
import { AssetsController } from './assets.controller';
import { InfoController } from './info.controller';
import { JournalLog } from './journal-log';
import { PeersController } from './peers.controller';
import { PodIdentity } from './pod-identity';
import { ReplicasController } from './replicas.controller';
import { storeMetrics } from './store-metrics';
import { TotalController } from './total.controller';
import { TotalStreams } from './total-streams';
import { VisitCount } from './visit-count';
import { VisitHistory } from './visit-history';
import { VisitRecorder } from './visit-recorder';
import { VisitsController } from './visits.controller';
import { VOLUME } from './volume';

/** Counting on a volume and showing what was counted: what the clock and the calculator share. */
@Module({
  imports: [
    JournalModule.forRootAsync({
      inject: [SETTINGS, PROCESS, Metrics],
      useFactory: (settings: Settings, process: ProcessIdentity, metrics: Metrics) => ({
        volume: openVolume(settings.dataDir),
        holder: { pod: settings.podName, boot: process.boot, claim: settings.claimName },
        keepBytes: settings.logKeepBytes,
        observer: storeMetrics(metrics.registry),
      }),
    }),
    ClusterModule,
  ],
  controllers: [
    VisitsController,
    TotalController,
    PeersController,
    ReplicasController,
    InfoController,
    AssetsController,
  ],
  providers: [
    { provide: VOLUME, inject: [SETTINGS], useFactory: ({ dataDir }: Settings) => openVolume(dataDir) },
    JournalLog,
    PodIdentity,
    TotalStreams,
    VisitCount,
    VisitHistory,
    VisitRecorder,
  ],
  exports: [PodIdentity, VisitCount, VisitHistory, VisitRecorder],
})
export class VisitsModule {}
