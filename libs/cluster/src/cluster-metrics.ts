import { Counter, Gauge, type Registry } from 'prom-client';
import type { Cluster } from './cluster';
import type { ClusterEvent, PeerState } from './exchange/peers-view';

const STATES: readonly PeerState[] = [
  'self',
  'live',
  'cached',
  'unreachable',
  'refused',
  'stranger',
  'unknown',
];

/** What this pod knows of the others, read at each scrape. */
export class ClusterMetrics {
  readonly #failures: Counter<'reason'>;

  constructor(private readonly registry: Registry) {
    this.#failures = new Counter({
      name: 'visits_peers_exchange_failures_total',
      help: 'Look-ups and questions to siblings that failed, by reason.',
      labelNames: ['reason'],
      registers: [registry],
    });
  }

  note(event: ClusterEvent): void {
    if (event.kind === 'exchange-failed') this.#failures.inc({ reason: event.reason });
  }

  watch(cluster: Cluster): void {
    const registers = [this.registry];
    new Gauge({
      name: 'visits_peers',
      help: 'Resolved siblings, this pod included, by what is known of them.',
      labelNames: ['state'],
      registers,
      collect() {
        for (const state of STATES) this.set({ state }, 0);
        for (const { state } of cluster.peers().peers) this.inc({ state });
      },
    });
    new Gauge({
      name: 'visits_peers_map_age_seconds',
      help: 'Time since the siblings were asked last; NaN before the first time.',
      registers,
      collect() {
        const { ageMs } = cluster.peers();
        this.set(ageMs === null ? NaN : ageMs / 1000);
      },
    });
    new Gauge({
      name: 'visits_cluster_visits',
      help: 'The merged total as this pod knows it; NaN while it is not known. Every pod has it: use max(), never sum().',
      registers,
      collect() {
        this.set(cluster.current()?.total ?? NaN);
      },
    });
    new Gauge({
      name: 'visits_cluster_exact',
      help: '1 while the merged total is exact, 0 while it is a lower bound or not known.',
      registers,
      collect() {
        this.set(cluster.current()?.exact ? 1 : 0);
      },
    });
  }
}
