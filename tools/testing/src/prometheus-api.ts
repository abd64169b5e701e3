import { eventually } from './eventually';

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Of an instant query. */
  readonly value?: readonly [number, string];
  /** Of a query over time. */
  readonly values?: readonly (readonly [number, string])[];
}

/** The HTTP API of a Prometheus. */
export class PrometheusApi {
  constructor(private readonly url: string) {}

  async query(expr: string): Promise<readonly Series[]> {
    return (await this.ask<{ result: Series[] }>('query', { query: expr })).result;
  }

  /** From `since` until now, each second; both in seconds since 1970. */
  async over(expr: string, since: number): Promise<readonly Series[]> {
    const end = String(Date.now() / 1000);
    const range = { query: expr, start: String(since), end, step: '1' };
    return (await this.ask<{ result: Series[] }>('query_range', range)).result;
  }

  /** `VisitsAppDown clock-1`: those that fire now, with their pod, or else their set. */
  async firing(): Promise<ReadonlySet<string>> {
    const { alerts } = await this.ask<{ alerts: { state: string; labels: Record<string, string> }[] }>(
      'alerts',
    );
    const active = alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels);
    return new Set(active.map(({ alertname, pod, statefulset }) => `${alertname} ${pod ?? statefulset}`));
  }

  /** Seconds until the alert fires, counted from now. */
  async fires(alert: string, deadlineMs = 90_000): Promise<number> {
    const startMs = performance.now();
    await eventually(`${alert} fires`, deadlineMs, async () => (await this.firing()).has(alert));
    return (performance.now() - startMs) / 1000;
  }

  async clears(alert: string, deadlineMs = 90_000): Promise<void> {
    await eventually(`${alert} clears`, deadlineMs, async () => !(await this.firing()).has(alert));
  }

  names(): Promise<readonly string[]> {
    return this.ask<string[]>('label/__name__/values');
  }

  private async ask<T>(path: string, parameters: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const { data, error } = (await answer.json()) as { data: T; error?: string };
    if (error) throw new Error(`${path} ${JSON.stringify(parameters)}: ${error}`);
    return data;
  }
}

/** The value of a metric without labels on a page, or null. */
export function sampleOf(page: string, name: string): number | null {
  const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1];
  return found === undefined ? null : Number(found);
}
