import { randomUUID } from 'node:crypto';
import { type App, apps } from './apps';
import { Guard, SET_ID } from './guard';
import type { LocalOptions } from './plan';
import type { Pod, PodNews } from './pod/pod';
import { Prometheus } from './prometheus/prometheus';
import { dropRoster, writeRoster } from './roster';
import { StatefulSet } from './stateful-set';

export interface LocalSetEvents {
  onNews(news: PodNews): void;
  /** Once: every pod has been ready at the same time. */
  onAllReady(): void;
}

/** The StatefulSets of this machine. */
export class LocalSet {
  readonly sets: readonly StatefulSet[];
  private readonly id = randomUUID();
  private guard: Guard | undefined;
  private readonly prometheus: Prometheus | undefined;
  private announced = false;
  private hasRoster = false;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly options: LocalOptions,
    env: NodeJS.ProcessEnv,
    private readonly events: LocalSetEvents,
  ) {
    const marked = { ...env, [SET_ID]: this.id };
    this.sets = apps
      .filter((app) => options.replicas[app] > 0)
      .map((app) => new StatefulSet(app, options, marked, (news) => this.onNews(news)));
    if (options.prometheus) this.prometheus = new Prometheus(options, options.prometheus, marked);
  }

  setOf(app: App): StatefulSet {
    const set = this.sets.find((one) => one.app === app);
    if (!set) throw new Error(`This set runs no ${app}.`);
    return set;
  }

  get pods(): readonly Pod[] {
    return this.sets.flatMap((set) => set.pods);
  }

  /** Where its Prometheus answers; null where it has none. */
  get prometheusUrl(): string | null {
    return this.prometheus?.url ?? null;
  }

  /** Rejects with LocalSetError `prometheus-failed` where that does not become ready. */
  async start(): Promise<void> {
    for (const set of this.sets) await set.listen();
    this.guard = new Guard(this.id);
    await this.prometheus?.start();
    if (this.stopped) return;
    for (const set of this.sets) set.start();
  }

  /** Drains everything in order; the data stays. */
  stop(): Promise<void> {
    this.stopped ??= Promise.all(this.sets.map((set) => set.stop()))
      .then(() => this.prometheus?.stop())
      .then(() => this.leave());
    return this.stopped;
  }

  /** At once, whatever is in flight. */
  kill(): void {
    for (const set of this.sets) set.kill();
    this.prometheus?.kill();
    this.leave();
  }

  private leave(): void {
    this.guard?.dismiss();
    // One that could not even begin has none: it would take that of the set that runs.
    if (this.hasRoster) dropRoster(this.options.dataDir);
  }

  private onNews(news: PodNews): void {
    this.noteProcesses();
    this.events.onNews(news);
    if (this.announced || this.pods.some((pod) => pod.state !== 'ready')) return;
    this.announced = true;
    this.events.onAllReady();
  }

  private noteProcesses(): void {
    if (this.stopped) return;
    const all = this.sets.flatMap((set) => set.everyPod);
    this.prometheus?.scrape(all.filter(({ state }) => state !== 'stopped').map(({ plan }) => plan));
    const pods: Record<string, number[]> = Object.fromEntries(all.map(({ name, pids }) => [name, pids]));
    if (this.prometheus?.pid) pods.prometheus = [this.prometheus.pid];
    const apps = Object.fromEntries(all.map(({ name, pid }) => [name, pid ?? null]));
    const urls = Object.fromEntries(this.sets.map(({ app, url }) => [app, url]));
    this.hasRoster = true;
    writeRoster(this.options.dataDir, { pid: process.pid, urls, pods, apps });
    this.guard?.watch(Object.values(pods).flat());
  }
}
