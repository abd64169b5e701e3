import { Inject, Injectable } from '@nestjs/common';
import { Journal, type JournalStatus } from '@visits/persistence';
import { Metrics } from '@visits/service';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What the journal found at its openings, read at each scrape: a reader of the volume sees the log's end only. */
@Injectable()
export class JournalMetrics {
  constructor(@Inject(Metrics) { registry }: Metrics, @Inject(Journal) journal: Journal) {
    journalMetrics(registry, () => journal.status());
  }
}

export function journalMetrics(registry: Registry, status: () => JournalStatus): void {
  const registers = [registry];
  new Gauge({
    name: 'visits_store_damage_known',
    help: 'Damaged parts of the volume that this process found since it started.',
    registers,
    collect() {
      this.set(status().damage.length);
    },
  });
  new Counter({
    name: 'visits_store_torn_moved_bytes_total',
    help: 'Bytes behind the last whole commit that this process moved to visits.log.torn: a write was cut off.',
    registers,
    collect() {
      this.reset();
      this.inc(status().tornBytes);
    },
  });
}
