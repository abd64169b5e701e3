import { apps } from './apps';
import { Guard } from './guard';
import type { LocalOptions } from './plan';
import type { Pod, PodNews } from './pod';
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
  private guard: Guard | undefined;
  private announced = false;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly options: LocalOptions,
    env: NodeJS.ProcessEnv,
    private readonly events: LocalSetEvents,
  ) {
    this.sets = apps
      .filter((app) => options.replicas[app] > 0)
      .map((app) => new StatefulSet(app, options, env, (news) => this.onNews(news)));
  }

  get pods(): readonly Pod[] {
    return this.sets.flatMap((set) => set.pods);
  }

  async start(): Promise<void> {
    for (const set of this.sets) await set.listen();
    this.guard = new Guard();
    for (const set of this.sets) set.start();
  }

  /** Drains everything in order; the data stays. */
  stop(): Promise<void> {
    this.stopped ??= Promise.all(this.sets.map((set) => set.stop())).then(() => this.leave());
    return this.stopped;
  }

  /** At once, whatever is in flight. */
  kill(): void {
    for (const set of this.sets) set.kill();
    this.leave();
  }

  private leave(): void {
    this.guard?.dismiss();
    dropRoster(this.options.dataDir);
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
    const pods = Object.fromEntries(this.pods.map((pod) => [pod.name, pod.pids]));
    writeRoster(this.options.dataDir, { pid: process.pid, pods });
    this.guard?.watch(Object.values(pods).flat());
  }
}
