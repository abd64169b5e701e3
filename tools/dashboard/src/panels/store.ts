import { lines, perPod, pods } from './panel';

const quantile = (q: number, histogram: string) =>
  `histogram_quantile(${q}, ${perPod(`rate(${histogram}_bucket{${pods}}[$__rate_interval])`, 'le')})`;

export const store = [
  lines({
    title: 'State of the journal',
    about: 'Pods in each state. Only an open journal takes visits.',
    queries: [
      { expr: `sum by (state) (${perPod(`visits_store_state{${pods}}`, 'state')})`, legend: '{{state}}' },
    ],
  }),
  lines({
    title: 'Failures by reason',
    about: 'In five minutes. The reason is an error code of the reference.',
    queries: [
      {
        expr: `${perPod(`increase(visits_store_append_errors_total{${pods}}[5m])`, 'reason')} > 0 or on () vector(0)`,
        legend: '{{pod}} {{reason}}',
      },
      {
        expr: perPod(`increase(visits_store_view_errors_total{${pods}}[5m])`),
        legend: '{{pod}} visits.txt',
      },
    ],
  }),
  lines({
    title: 'Damage and torn bytes',
    about: 'Damaged parts, and bytes that belong to no whole commit. Both are 0 on a sound volume.',
    queries: [
      { expr: perPod(`visits_store_damage{${pods}}`), legend: '{{pod}} damage' },
      { expr: perPod(`visits_store_damage_known{${pods}}`), legend: '{{pod}} damage at an opening' },
      { expr: perPod(`visits_store_torn_bytes{${pods}}`), legend: '{{pod}} torn' },
      { expr: perPod(`visits_store_torn_moved_bytes_total{${pods}}`), legend: '{{pod}} torn, moved' },
    ],
  }),
  lines({
    title: 'Free on the volume',
    about: 'A share of what it holds. Below 3 % visits will be refused.',
    unit: 'percentunit',
    queries: [
      {
        expr: `${perPod(`visits_store_available_bytes{${pods}}`)} / ${perPod(`visits_store_capacity_bytes{${pods}}`)}`,
        legend: '{{pod}}',
      },
    ],
  }),
  lines({
    title: 'Size of the log',
    about: 'A saw-tooth below LOG_KEEP_BYTES: older lines go, the count stays.',
    unit: 'bytes',
    queries: [{ expr: perPod(`visits_store_size_bytes{${pods}}`), legend: '{{pod}}' }],
  }),
  lines({
    title: 'Visits in one commit',
    about: 'How well callers share a sync: the mean.',
    queries: [
      {
        expr: `${perPod(`rate(visits_store_append_batch_visits_sum{${pods}}[$__rate_interval])`)} / (${perPod(
          `rate(visits_store_append_batch_visits_count{${pods}}[$__rate_interval])`,
        )} > 0)`,
        legend: '{{pod}}',
      },
    ],
  }),
  lines({
    title: 'Time of a sync',
    about: 'What the disk takes to make a commit durable: p50 and p99.',
    unit: 's',
    queries: [
      { expr: quantile(0.5, 'visits_store_fsync_duration_seconds'), legend: '{{pod}} p50' },
      { expr: quantile(0.99, 'visits_store_fsync_duration_seconds'), legend: '{{pod}} p99' },
    ],
  }),
  lines({
    title: 'Time of a commit, p99',
    about: 'Write, sync and view.',
    unit: 's',
    queries: [{ expr: quantile(0.99, 'visits_store_append_duration_seconds'), legend: '{{pod}}' }],
  }),
  lines({
    title: 'Written',
    about: 'Bytes a second that became durable.',
    unit: 'Bps',
    queries: [
      {
        expr: perPod(`rate(visits_store_append_bytes_total{${pods}}[$__rate_interval])`),
        legend: '{{pod}}',
      },
    ],
  }),
];
