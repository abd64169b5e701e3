import { Cluster, type Total } from '@visits/cluster';
import { eventually } from '@visits/testing/eventually';
import { VisitRecorder } from '../src';
import getPort from 'get-port';
import { type RunningService } from '../src/testing';
import { runningVisits } from './running-visits';

/** A pod of a set whose pods know each other by PEERS. */
export interface SetPod extends RunningService {
  readonly cluster: Cluster;
  readonly port: number;
  visit(times?: number): Promise<void>;
}

/** Starts pods of one set, at ports that stay theirs, on directories that a test may give again. */
export class PodSet {
  private constructor(private readonly ports: readonly number[]) {}

  static async of(size: number): Promise<PodSet> {
    const ports: number[] = [];
    for (let n = 0; n < size; n += 1) ports.push(await getPort());
    return new PodSet(ports);
  }

  get origins(): readonly string[] {
    return this.ports.map((port) => `http://127.0.0.1:${port}`);
  }

  /** Pod `clock-<ordinal>`. */
  async start(ordinal: number, env: Record<string, string> = {}): Promise<SetPod> {
    const port = this.ports[ordinal] as number;
    const running = await runningVisits({
      POD_NAME: `clock-${ordinal}`,
      PORT: String(port),
      PEERS: this.origins.join(','),
      ...env,
    });
    const { app } = running.shell;
    const recorder = app.get(VisitRecorder);
    return {
      ...running,
      cluster: app.get(Cluster),
      port,
      async visit(times = 1) {
        for (let n = 0; n < times; n += 1) await recorder.record('a visit', new Date());
      },
    };
  }

  startAll(): Promise<SetPod[]> {
    return Promise.all(this.ports.map((_, ordinal) => this.start(ordinal)));
  }
}

/** One that was away for three questions is asked again ten seconds later. */
export const PATIENCE_MS = 20_000;

/** Asks until the total is as it should be. */
export function totalOf(pod: RunningService, wanted: (total: Total) => boolean): Promise<Total> {
  return eventually('the total', PATIENCE_MS, async () => {
    const { body } = await pod.http.get('/total');
    if (body.replicas && wanted(body as Total)) return body as Total;
    throw new Error(JSON.stringify(body));
  });
}
