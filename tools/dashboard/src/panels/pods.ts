import { lines, perPod, pods } from './panel';

export const set = [
  lines({
    title: 'Siblings',
    about: 'What the pods know of each other, added up. Unreachable ones make the total a lower bound.',
    queries: [{ expr: `sum by (state) (${perPod(`visits_peers{${pods}}`, 'state')})`, legend: '{{state}}' }],
  }),
  lines({
    title: 'Since the siblings were asked',
    about: 'About two seconds.',
    unit: 's',
    queries: [{ expr: perPod(`visits_peers_map_age_seconds{${pods}}`), legend: '{{pod}}' }],
  }),
  lines({
    title: 'Total as each pod knows it',
    about: 'The lines meet where all pods hear each other.',
    queries: [{ expr: perPod(`visits_cluster_visits{${pods}}`), legend: '{{pod}}' }],
  }),
];

export const processes = [
  lines({
    title: 'App and sidecar',
    about: '1 is up. The sidecar reads the volume also while the app is down.',
    queries: [
      { expr: perPod(`visits_app_up{${pods}}`), legend: '{{pod}} app' },
      { expr: perPod(`visits_sidecar_up{${pods}}`), legend: '{{pod}} sidecar' },
    ],
  }),
  lines({
    title: 'Age of the process',
    about: 'A saw-tooth is a restart loop.',
    unit: 's',
    queries: [{ expr: `time() - ${perPod(`process_start_time_seconds{${pods}}`)}`, legend: '{{pod}}' }],
  }),
  lines({
    title: 'Reads of the volume that failed',
    about: 'By the sidecar, by reason, in five minutes.',
    queries: [
      {
        expr: `sum by (reason) (${perPod(`increase(visits_sidecar_read_errors_total{${pods}}[5m])`, 'reason')})`,
        legend: '{{reason}}',
      },
    ],
  }),
  lines({
    title: 'Memory of the app',
    about: 'Resident; Node itself is a part of it that pods share.',
    unit: 'bytes',
    queries: [{ expr: perPod(`process_resident_memory_bytes{${pods}}`), legend: '{{pod}}' }],
  }),
  lines({
    title: 'CPU of the app',
    about: 'Cores.',
    queries: [
      { expr: perPod(`rate(process_cpu_seconds_total{${pods}}[$__rate_interval])`), legend: '{{pod}}' },
    ],
  }),
  lines({
    title: 'Event loop, p99 of its delay',
    about: 'Whether anything holds the process up.',
    unit: 's',
    queries: [{ expr: perPod(`nodejs_eventloop_lag_p99_seconds{${pods}}`), legend: '{{pod}}' }],
  }),
];
