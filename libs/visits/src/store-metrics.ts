import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import {
  JOURNAL_ERRORS,
  type JournalErrorCode,
  type JournalObserver,
  type JournalState,
} from '@visits/persistence';

const secondsBounds = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];
/** Each has its series from the start, so that a dashboard never meets a gap; a record, so that none is forgotten. */
const states = Object.keys({
  opening: true,
  waiting: true,
  open: true,
  stalled: true,
  failed: true,
  closing: true,
  closed: true,
} satisfies Record<JournalState, true>) as JournalState[];

const batchBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/**
 * What the journal does, as metrics of the app. The count itself (`visits_total`) is the sidecar's, from the volume:
 * two sources of one truth would differ some day.
 */
export function storeMetrics(registry: Registry): JournalObserver {
  const registers = [registry];
  const visits = new Counter({
    name: 'visits_store_append_visits_total',
    help: 'Visits that this process made durable.',
    registers,
  });
  const bytes = new Counter({
    name: 'visits_store_append_bytes_total',
    help: 'Bytes of the log that this process made durable.',
    registers,
  });
  const errors = new Counter({
    name: 'visits_store_append_errors_total',
    help: 'Failures of the journal by their reason, each once, however many visits it refused.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of Object.keys(JOURNAL_ERRORS)) errors.inc({ reason }, 0);
  const viewErrors = new Counter({
    name: 'visits_store_view_errors_total',
    help: 'Times that visits.txt could not be written; the log is the truth, so no visit was lost.',
    registers,
  });
  const sync = new Histogram({
    name: 'visits_store_fsync_duration_seconds',
    help: 'Time that the disk took to make one commit durable.',
    buckets: secondsBounds,
    registers,
  });
  const append = new Histogram({
    name: 'visits_store_append_duration_seconds',
    help: 'Time of one whole commit: write, sync and view.',
    buckets: secondsBounds,
    registers,
  });
  const batch = new Histogram({
    name: 'visits_store_append_batch_visits',
    help: 'Visits that shared one commit.',
    buckets: batchBounds,
    registers,
  });
  const writable = new Gauge({
    name: 'visits_store_writable',
    help: '1 while the journal is open and takes visits, else 0.',
    registers,
  });
  const state = new Gauge({
    name: 'visits_store_state',
    help: 'State of the journal: 1 for the one that it is in, else 0.',
    labelNames: ['state'],
    registers,
  });
  const enter = (entered: JournalState): void => {
    for (const one of states) state.set({ state: one }, one === entered ? 1 : 0);
    writable.set(entered === 'open' ? 1 : 0);
  };
  enter('opening');
  return {
    onCommit(commit) {
      visits.inc(commit.visits);
      bytes.inc(commit.bytes);
      sync.observe(commit.syncSeconds);
      append.observe(commit.totalSeconds);
      batch.observe(commit.visits);
    },
    onError: (reason: JournalErrorCode) => errors.inc({ reason }),
    onState: enter,
    onViewError: () => viewErrors.inc(),
  };
}
