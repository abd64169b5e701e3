import { Counter, Gauge, Registry } from 'prom-client';
import type { VolumeReading } from '@visits/persistence/reading';
import { readFailures, type ReadFailure } from './read-failure';

/** Everything one scrape found out. `reading` is null when the read failed: then no number of the volume is shown. */
export interface Observation {
  reading: VolumeReading | null;
  readErrors: Readonly<Record<ReadFailure, number>>;
  lastReadAt: Date | null;
  durationSeconds: number;
  appUp: boolean;
}

/**
 * The page of one observation. A new registry for each: nothing of an earlier scrape can be left in it, and two
 * parallel scrapes share nothing. prom-client's Counter has no `set`; in a new registry `inc` is one.
 */
export function volumePage(observation: Observation): Promise<string> {
  return registryOf(observation).metrics();
}

/** The names that are ours, whatever the state of the volume: no other page may use them. */
export function ownNames(): ReadonlySet<string> {
  return new Set(
    everyMetric()
      .getMetricsAsArray()
      .map((metric) => metric.name),
  );
}

/** Of a volume that nobody has read. */
export function everyMetric(): Registry {
  const registry = registryOf({
    reading: null,
    readErrors: noReadErrors(),
    lastReadAt: null,
    durationSeconds: 0,
    appUp: false,
  });
  describeVolume(registry, null);
  return registry;
}

export function noReadErrors(): Record<ReadFailure, number> {
  return Object.fromEntries(readFailures.map((reason) => [reason, 0])) as Record<ReadFailure, number>;
}

function registryOf(observation: Observation): Registry {
  const registry = new Registry();
  const gauge = gaugeIn(registry);
  gauge('visits_sidecar_up', 'Whether this scrape read the volume: 1, else 0', observation.reading ? 1 : 0);
  const errors = new Counter({
    name: 'visits_sidecar_read_errors_total',
    help: 'Reads of the volume that failed since the sidecar started, by reason',
    labelNames: ['reason'],
    registers: [registry],
  });
  for (const reason of readFailures) errors.inc({ reason }, observation.readErrors[reason]);
  gauge(
    'visits_sidecar_last_read_timestamp_seconds',
    'When the volume was last read with success; absent before the first',
    observation.lastReadAt && observation.lastReadAt.getTime() / 1000,
  );
  gauge(
    'visits_sidecar_scrape_duration_seconds',
    'How long this scrape took to look at the volume and the app',
    observation.durationSeconds,
  );
  gauge(
    'visits_app_up',
    "Whether the app's own metrics follow on this page, fetched in this scrape: 1, else 0",
    observation.appUp ? 1 : 0,
  );
  if (observation.reading) describeVolume(registry, observation.reading);
  return registry;
}

function describeVolume(registry: Registry, reading: VolumeReading | null): void {
  const gauge = gaugeIn(registry);
  new Counter({
    name: 'visits_total',
    help: 'Visits that the volume proves; goes on over restarts',
    registers: [registry],
  }).inc(reading?.visits ?? 0);
  gauge(
    'visits_last_timestamp_seconds',
    'When the last visit was recorded; absent before the first',
    reading?.updatedAt ? Date.parse(reading.updatedAt) / 1000 : null,
  );
  gauge('visits_store_size_bytes', 'Bytes of the logs on the volume', reading?.sizeBytes);
  gauge(
    'visits_store_available_bytes',
    'Bytes that can still be written to the volume',
    reading?.availableBytes,
  );
  gauge('visits_store_capacity_bytes', 'Bytes that the volume holds in all', reading?.capacityBytes);
  gauge(
    'visits_store_torn_bytes',
    'Bytes after the last whole commit: a commit in flight, or a torn tail that the next start sets aside',
    reading?.tornBytes,
  );
  gauge(
    'visits_store_damage',
    'Parts of the volume that are damaged and kept where they are, as far as a reader sees; `visits fsck` names them',
    reading?.damage.length,
  );
  const info = new Gauge({
    name: 'visits_store_info',
    help: 'Which volume this is: always 1',
    labelNames: ['format', 'replica'],
    registers: [registry],
  });
  if (reading?.replica) {
    info.set({ format: String(reading.replica.format), replica: reading.replica.replica }, 1);
  }
}

/** Makes gauges that are left without a sample when there is no value: absent is honest, 0 would be a claim. */
function gaugeIn(registry: Registry) {
  return (name: string, help: string, value: number | null | undefined): void => {
    const gauge = new Gauge({ name, help, registers: [registry] });
    gauge.remove();
    if (typeof value === 'number' && Number.isFinite(value)) gauge.set(value);
  };
}
