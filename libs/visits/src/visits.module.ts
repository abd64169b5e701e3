import { Module } from '@nestjs/common';
import { ClusterModule } from '@visits/cluster';
import { BoundedReads, Journal, JournalModule, openVolume } from '@visits/persistence';
import { Metrics, PROCESS, type ProcessIdentity, SETTINGS, type Settings } from '@visits/service';
import { AssetsController } from './assets.controller';
import { HistogramController } from './chart/histogram.controller';
import { LastHour } from './chart/last-hour';
import { VisitHistogram } from './chart/visit-histogram';
import { HistoryAnswers } from './history/history-answers';
import { HistoryDownloads } from './history/history-downloads';
import { VisitHistory } from './history/visit-history';
import { InfoController } from './info.controller';
import { JournalLog } from './journal-log';
import { JournalMetrics } from './journal-metrics';
import { PeersController } from './total/peers.controller';
import { PodIdentity } from './pod-identity';
import { ReplicaRelay } from './relay/replica-relay';
import { SetAnswers } from './set/set-answers';
import { SetHistory } from './set/set-history';
import { SiblingLines } from './set/sibling-lines';
import { ReplicasController } from './total/replicas.controller';
import { storeMetrics } from './store-metrics';
import { TotalController } from './total/total.controller';
import { TotalStreams } from './total/total-streams';
import { VisitCount } from './visit-count';
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
    HistogramController,
    TotalController,
    PeersController,
    ReplicasController,
    InfoController,
    AssetsController,
  ],
  providers: [
    { provide: VOLUME, inject: [SETTINGS], useFactory: ({ dataDir }: Settings) => openVolume(dataDir) },
    {
      provide: LastHour,
      inject: [VisitHistogram, Journal],
      useFactory: (histogram: VisitHistogram, journal: Journal) => new LastHour(histogram, journal),
    },
    { provide: BoundedReads, useFactory: () => new BoundedReads() },
    HistoryAnswers,
    HistoryDownloads,
    JournalLog,
    JournalMetrics,
    PodIdentity,
    ReplicaRelay,
    SetAnswers,
    SetHistory,
    SiblingLines,
    TotalStreams,
    VisitCount,
    VisitHistogram,
    VisitHistory,
    VisitRecorder,
  ],
  exports: [HistoryAnswers, LastHour, PodIdentity, ReplicaRelay, VisitCount, VisitHistory, VisitRecorder],
})
export class VisitsModule {}
