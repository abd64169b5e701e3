import { number, perPod, pods } from './panel';

/** The set is the pod's name without its ordinal. */
const perSet = (vector: string) => `label_replace(${vector}, "statefulset", "$1", "pod", "(.+)-[0-9]+")`;

export const overview = [
  number({
    title: 'Visits of a set',
    about: 'The total over the replicas, as its pods know it. It never goes down.',
    queries: [
      {
        expr: `max by (namespace, statefulset) (${perSet(`visits_cluster_visits{${pods}}`)})`,
        legend: '{{statefulset}}',
      },
    ],
  }),
  number({
    title: 'Exact',
    about: '1: the total is exact. 0: it is a lower bound.',
    queries: [
      {
        expr: `max by (namespace, statefulset) (${perSet(`visits_cluster_exact{${pods}}`)})`,
        legend: '{{statefulset}}',
      },
    ],
  }),
  number({
    title: 'Pods',
    about: 'Pods whose sidecar answers, and those of them whose app is up.',
    queries: [
      { expr: `count(${perPod(`visits_sidecar_up{${pods}}`)})`, legend: 'scraped' },
      { expr: `sum(${perPod(`visits_app_up{${pods}}`)})`, legend: 'app is up' },
      { expr: `sum(${perPod(`visits_store_writable{${pods}}`)})`, legend: 'takes visits' },
    ],
  }),
  number({
    title: 'Visits a second',
    about: 'What the volumes proved in the last five minutes.',
    unit: 'reqps',
    queries: [{ expr: `sum(${perPod(`rate(visits_total{${pods}}[5m])`)})`, legend: 'visits' }],
  }),
  number({
    title: 'Refused in an hour',
    about: 'Failures of the journals; each may have refused many visits.',
    queries: [
      {
        expr: `sum(${perPod(`increase(visits_store_append_errors_total{${pods}}[1h])`, 'reason')})`,
        legend: 'failures',
      },
    ],
  }),
  number({
    title: 'Alerts',
    about: 'Alerts of these rules that fire now. Each has a runbook.',
    queries: [
      {
        expr: 'count(ALERTS{alertname=~"Visits.+",alertstate="firing",namespace=~"$namespace"}) or vector(0)',
        legend: 'firing',
      },
    ],
  }),
];
