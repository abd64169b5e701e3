import { rmSync } from 'node:fs';
import { constants, cpus, hostname, release, totalmem, type } from 'node:os';
import type { App } from '@visits/proof';
import {
  apps,
  type Exit,
  LocalSet,
  type LocalOptions,
  type Pod,
  type PodNews,
  preflight,
} from '@visits/local-set';
import { copyVolume } from '../bundle/volume-copy';
import { done, impossible, type Look, waiting } from '../wait';
import { type Mount, mountOf } from './mount';
import type { Replaced, SecondWriter, Target, TargetEvents, TargetPod } from './target';

/** A pod may start this often without becoming ready before it is given up. */
const MOST_CRASHES = 4;
/** The startup probe's own limit, and the time until readiness is seen. */
const READY_MS = 32_000;
/** A pod's grace after its drain. */
const GRACE_MS = 30_000;
/** What a change may take at most, until all is ready again. */
export const LOCAL_CHANGE_MS = READY_MS + GRACE_MS;

export interface LocalTargetOptions extends LocalOptions {
  readonly volumesDir: string;
  readonly keepBytes: number;
  /** Leaves the data where it is. */
  readonly keep: boolean;
}

/** A set of processes on this machine, with directories for volumes. */
export class LocalTarget implements Target {
  readonly recordsCalls = false;
  readonly apps: readonly App[];
  readonly replicas: number;
  readonly deadlines;
  readonly #set: LocalSet;
  readonly #expected = new Map<App, number>();
  readonly device: string;
  readonly #mount: Mount | null;
  readonly #sets: ReturnType<Target['facts']>['sets'];
  readonly #crashes = new Map<string, { count: number; note: string }>();

  constructor(
    private readonly options: LocalTargetOptions,
    private readonly events: TargetEvents,
  ) {
    const { replicas, drainSeconds, volumesDir, keepBytes } = options;
    this.apps = apps.filter((app) => replicas[app] > 0);
    this.replicas = Math.max(...this.apps.map((app) => replicas[app]));
    for (const app of this.apps) this.#expected.set(app, replicas[app]);
    this.deadlines = { readyMs: READY_MS, stopMs: drainSeconds * 1000 + GRACE_MS };
    this.#mount = mountOf(volumesDir);
    this.device = this.#mount?.device.startsWith('/dev/loop') ? 'loop' : (this.#mount?.device ?? 'unknown');
    // Not this shell's environment: a setting left in it would be tested along.
    const env = { PATH: process.env.PATH, LOG_KEEP_BYTES: String(keepBytes) };
    const onNews = (news: PodNews) => this.#onNews(news);
    this.#set = new LocalSet(options, env, { onNews, onAllReady: () => undefined });
    this.#sets = this.apps.map((app) => ({
      app,
      name: app,
      replicas: replicas[app],
      claims: this.pods(app).map(({ claim }) => claim),
    }));
  }

  async start(): Promise<void> {
    await preflight(this.options);
    await this.#set.start();
  }

  async stop(): Promise<void> {
    await this.#set.stop();
    this.#removeData();
  }

  kill(): void {
    this.#set.kill();
    this.#removeData();
  }

  pods(app: App): readonly TargetPod[] {
    return this.#set.setOf(app).pods.map((pod, ordinal) => describe(app, ordinal, pod));
  }

  service(app: App): string {
    return numeric(this.#set.setOf(app).url);
  }

  settled(app: App): Look<void> {
    const pods = this.pods(app);
    const expected = this.#expected.get(app) ?? 0;
    if (pods.length !== expected) return waiting(`${app}: ${pods.length} of ${expected} pods`);
    const unready = pods.find(({ ready }) => !ready);
    if (!unready) return done(undefined);
    const crash = this.#crashes.get(unready.name);
    if (crash && crash.count >= MOST_CRASHES) return impossible(`${unready.name} ${crash.note}`);
    return waiting(`${unready.name} is ${unready.why}`);
  }

  async replace(app: App, ordinal: number): Promise<void> {
    await this.#set.setOf(app).replace(ordinal);
  }

  async killProcess(app: App, ordinal: number): Promise<void> {
    await this.#set.setOf(app).signal(ordinal, 'SIGKILL');
  }

  async scale(app: App, replicas: number): Promise<void> {
    this.#expected.set(app, replicas);
    await this.#set.setOf(app).scale(replicas);
  }

  async roll(app: App, signal: AbortSignal, before: (pod: TargetPod) => Promise<void>) {
    const set = this.#set.setOf(app);
    const rolled: Replaced[] = [];
    await set.roll(signal, async (pod) => {
      const away = this.pods(app).filter(({ ready, name }) => !ready && name !== pod.name);
      rolled.push({ name: pod.name, away: away.map(({ name }) => name) });
      await before(describe(app, set.pods.indexOf(pod), pod));
    });
    return rolled;
  }

  async addSecondWriter(app: App, ordinal: number): Promise<SecondWriter> {
    const set = this.#set.setOf(app);
    const pod = set.addSecondWriter(ordinal);
    return {
      pod: describe(app, ordinal, pod),
      state: () => ({ ready: pod.state === 'ready', why: pod.state }),
      remove: () => set.removeSecondWriter(pod),
    };
  }

  hooked() {
    const pods = this.apps.flatMap((app) => this.pods(app));
    return [{ env: { VISITS_DATA_DIR: this.options.volumesDir }, pods }];
  }

  async powerOff(): Promise<() => Promise<void>> {
    await Promise.all(this.#set.sets.map((set) => set.crash()));
    return async () => this.#set.sets.forEach((set) => set.start());
  }

  async copyVolume({ volume }: TargetPod, to: string) {
    return copyVolume(volume, to);
  }

  facts(): ReturnType<Target['facts']> {
    const { keepBytes } = this.options;
    return {
      target: { kind: 'local', name: 'local', own: true },
      sets: this.#sets,
      keepBytes,
      nodes: [thisMachine()],
      ...(this.#mount && { storage: { ...this.#mount } }),
      notTested: ['A cluster: the kubelet, DNS, the storage driver and the loss of a node.'],
    };
  }

  #onNews({ pod, state, note = '', exit }: PodNews): void {
    const app = this.apps.find((one) => pod.name.startsWith(`${one}-`));
    // Also heard while the set is being made.
    const ordinal = app && this.#set ? this.#set.setOf(app).pods.indexOf(pod) : -1;
    if (!app || ordinal < 0) return;
    const crashed = exit && exit.code !== null && state === 'restarting';
    if (state === 'ready') this.#crashes.delete(pod.name);
    if (crashed) this.#crashes.set(pod.name, { count: (this.#crashes.get(pod.name)?.count ?? 0) + 1, note });
    const seen = describe(app, ordinal, pod);
    if (exit) this.events.onGone(seen, codeOf(exit), note);
    this.events.onPod(seen);
  }

  #removeData(): void {
    if (this.options.keep) return;
    const { dataDir, volumesDir, replicas } = this.options;
    for (const app of this.apps)
      for (let n = 0; n < replicas[app]; n++)
        rmSync(`${volumesDir}/${app}-${n}`, { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function describe(app: App, ordinal: number, { name, state, plan }: Pod): TargetPod {
  const { uid, claim, dataDir, origin } = plan;
  return { app, name, ordinal, uid, claim, volume: dataDir, origin, ready: state === 'ready', why: state };
}

function thisMachine(): Record<string, string> {
  const [first] = cpus();
  return {
    name: hostname(),
    system: `${type()} ${release()}`,
    cpus: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 20)} MiB`,
    node: process.version,
  };
}

/** As a shell says it: 128 and the number of the signal. */
function codeOf({ code, signal }: Exit): number | undefined {
  if (code !== null) return code;
  return signal ? 128 + constants.signals[signal] : undefined;
}

/** No name is resolved on the way to a pod. */
const numeric = (url: string) => url.replace('localhost', '127.0.0.1');
