import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type ProcessIdentity } from '../process/process-identity';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const boundsSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The service's own registry, never the global one. Everything in it appears on the admin page. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'code'> | undefined;

  /** A service without a page of its own (the sidecar) measures nothing here and fills the registry itself. */
  constructor(process: ProcessIdentity, measuring: boolean) {
    if (!measuring) return;
    collectDefaultMetrics({ register: this.registry });
    // Gauges with a counter's name: promtool refuses them, and each is only the sum of the gauge beside it.
    for (const what of ['handles', 'requests', 'resources']) {
      this.registry.removeSingleMetric(`nodejs_active_${what}_total`);
    }
    new Gauge({
      name: 'visits_build_info',
      help: 'Always 1; the labels say what runs.',
      labelNames: ['service', 'version', 'revision', 'nodejs'],
      registers: [this.registry],
    }).set(
      {
        service: process.service,
        version: process.version,
        revision: process.revision,
        nodejs: globalThis.process.version,
      },
      1,
    );
    this.requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request line to the end of the answer; probes are not measured.',
      labelNames: ['method', 'route', 'code'],
      buckets: boundsSeconds,
      registers: [this.registry],
    });
  }

  /** `route` is a template, never a path: labels stay bounded. */
  request(method: string, route: string, code: number, seconds: number): void {
    this.requests?.observe({ method: methods.has(method) ? method : 'other', route, code }, seconds);
  }

  /** Lines that standard output did not take, read at each scrape. */
  countDroppedLines(dropped: () => number): void {
    if (!this.requests) return;
    new Counter({
      name: 'visits_log_lines_dropped_total',
      help: 'Lines of the log that could not be written.',
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(dropped());
      },
    });
  }
}
