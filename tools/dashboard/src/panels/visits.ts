import { lines, perPod, pods } from './panel';

export const visits = [
  lines({
    title: 'Count of a pod',
    about: 'From the volume: it goes on over restarts, and never goes down.',
    queries: [{ expr: perPod(`visits_total{${pods}}`), legend: '{{pod}}' }],
  }),
  lines({
    title: 'Visits a second',
    about: 'By pod.',
    unit: 'reqps',
    queries: [{ expr: perPod(`rate(visits_total{${pods}}[$__rate_interval])`), legend: '{{pod}}' }],
  }),
  lines({
    title: 'Since the last visit',
    about: 'How long nobody came.',
    unit: 's',
    queries: [{ expr: `time() - ${perPod(`visits_last_timestamp_seconds{${pods}}`)}`, legend: '{{pod}}' }],
  }),
  lines({
    title: 'Answers by code',
    about: 'Requests a second; probes are not measured.',
    unit: 'reqps',
    queries: [
      {
        expr: `sum by (code) (${perPod(
          `rate(http_request_duration_seconds_count{${pods}}[$__rate_interval])`,
          'method',
          'route',
          'code',
        )})`,
        legend: '{{code}}',
      },
    ],
  }),
  lines({
    title: 'Time of an answer, p99',
    about: 'By route.',
    unit: 's',
    queries: [
      {
        expr: `histogram_quantile(0.99, sum by (route, le) (${perPod(
          `rate(http_request_duration_seconds_bucket{${pods}}[$__rate_interval])`,
          'method',
          'route',
          'code',
          'le',
        )}))`,
        legend: '{{route}}',
      },
    ],
  }),
  lines({
    title: 'Calculations',
    about: 'By operation and outcome, a second.',
    unit: 'reqps',
    queries: [
      {
        expr: `sum by (op, outcome) (${perPod(
          `rate(calculator_operations_total{${pods}}[$__rate_interval])`,
          'op',
          'outcome',
        )})`,
        legend: '{{op}} {{outcome}}',
      },
    ],
  }),
];
