import type { App } from '@visits/proof';
import { done, type Look, until, waiting } from '../../wait';
import type { Check } from '../cluster-actions';
import type { Deadlines, SecondWriter, Target, TargetPod, TargetRun } from '../target';
import type { ClusterClient, Known, ObjectOf } from './client';
import { evidenceOf, type Evidence } from './evidence/evidence';
import type { Ground, Installed } from './ground';
import { KubernetesActions } from './actions';
import { claimOf } from './pods/app-pod';
import { byExec } from './reach/by-exec';
import { byOwnPods } from './reach/by-own-pods';
import type { Reach } from './reach/reach';
import { bytesOf, fillVolumes } from './set/fill';
import { copyPodVolume } from './set/pod-volume';
import { deadlinesOf } from './set/deadlines';
import { rollSet } from './set/rollout';
import { addSecondPod } from './set/second-pod';
import { serviceOrigin } from './set/service-origin';
import { WatchedSet } from './set/watched-set';

/** Kubelets take no less, and the services' own drain is longer. */
const KILL_GRACE_SECONDS = 1;
const NEVER = new AbortController().signal;
const REVISION = 'visits.dev/verify-revision';

export interface KubernetesTargetOptions {
  readonly client: ClusterClient;
  readonly run: string;
  readonly ground: Ground;
  /** Exec into the set's pods is permitted and wanted. */
  readonly exec: boolean;
  /** What was looked at before the run began. */
  readonly preflight: readonly Check[];
}

/** StatefulSets of a cluster. */
export class KubernetesTarget implements Target {
  readonly recordsCalls = true;
  readonly apps: readonly App[];
  readonly replicas: number;
  readonly cluster: KubernetesActions;
  readonly reach: Reach;
  readonly #sets = new Map<App, WatchedSet>();
  readonly #origins = new Map<App, string>();
  #installed: Installed | undefined;
  #evidence: Evidence | undefined;
  #deadlines: Deadlines = { readyMs: 180_000, stopMs: 60_000 };

  constructor(
    private readonly options: KubernetesTargetOptions,
    private readonly run: TargetRun,
  ) {
    ({ apps: this.apps, replicas: this.replicas } = options.ground);
    const { client, run: name, exec } = options;
    this.reach = exec ? byExec(client) : byOwnPods(client, name);
    this.cluster = new KubernetesActions({
      ...{ ...options, reach: this.reach },
      setOf: (app) => this.#set(app),
      until: (what, deadlineMs, look) => this.#until(what, deadlineMs, NEVER, look),
      stopMs: () => this.#deadlines.stopMs,
    });
  }

  get deadlines(): Deadlines {
    return this.#deadlines;
  }

  get device(): string {
    return this.#evidence?.device ?? 'unknown';
  }

  get namespace(): string {
    return this.#installed?.namespace ?? '';
  }

  async start(signal: AbortSignal): Promise<void> {
    const { client, ground } = this.options;
    this.#installed = await ground.prepare(client);
    const { namespace, sets } = this.#installed;
    for (const { app, statefulSet: name } of sets) {
      const set = new WatchedSet({ client, namespace, app, name, events: this.run });
      this.#sets.set(app, set);
      await set.start();
      this.#origins.set(app, await serviceOrigin(client, set.object));
    }
    const each = [...this.#sets.values()].map(({ object }) => deadlinesOf(object));
    this.#deadlines = {
      readyMs: Math.max(...each.map(({ readyMs }) => readyMs)),
      stopMs: Math.max(...each.map(({ stopMs }) => stopMs)),
    };
    await this.#until('all pods ready', this.#deadlines.readyMs, signal, () => {
      const looks = this.apps.map((app) => this.settled(app));
      return looks.find((look) => !('done' in look)) ?? done(undefined);
    });
    this.#evidence = await evidenceOf(client, this.reach, namespace, [...this.#sets.values()]);
  }

  async stop(): Promise<void> {
    // A watch that cannot be ended keeps nothing from being put back.
    await Promise.allSettled([...this.#sets.values()].map((set) => set.stop()));
    for (const leftover of await this.options.ground.restore())
      this.run.see({ kind: 'leftover', ...leftover });
  }

  /** A cluster is not left in a moment: what was changed is written down there, and `restore` reads it. */
  kill(): void {}

  pods(app: App): readonly TargetPod[] {
    return this.#sets.get(app)?.pods ?? [];
  }

  service(app: App): string {
    return this.#origins.get(app) ?? '';
  }

  /** A pod that is there and has the image: where the writer is put. */
  model(): ObjectOf<'Pod'> {
    const pods = this.apps.flatMap((app) => this.#set(app).raw);
    return pods.find(({ spec }) => spec?.nodeName) ?? pods[0]!;
  }

  settled(app: App): Look<void> {
    return this.#set(app).settled();
  }

  async replace(app: App, ordinal: number): Promise<void> {
    await this.#end(app, ordinal);
  }

  async killProcess(app: App, ordinal: number): Promise<void> {
    await this.#end(app, ordinal, KILL_GRACE_SECONDS);
  }

  /** Resolves when no pod is there that should not be: a drain is over then. */
  async scale(app: App, replicas: number): Promise<void> {
    await this.#setReplicas(app, replicas);
    await this.#until(`${app} scaled`, this.#deadlines.stopMs, NEVER, () =>
      this.pods(app).length <= replicas ? done(undefined) : waiting('more pods are there'),
    );
  }

  async #setReplicas(app: App, replicas: number): Promise<void> {
    const set = this.#set(app);
    set.expect(replicas);
    const before = set.object.spec?.replicas ?? 1;
    const undo = `kubectl scale statefulset/${set.object.metadata?.name} --replicas=${before} -n ${this.namespace}`;
    await this.options.client.calls.scale(this.#known(set), replicas, { undo });
  }

  /** By the set's own controller: the highest first. `before` each pod, as soon as its turn can come. */
  async roll(app: App, signal: AbortSignal, before: (pod: TargetPod) => Promise<void>) {
    const set = this.#set(app);
    const { readyMs, stopMs } = this.#deadlines;
    return rollSet(set, {
      before,
      newTemplate: () => this.#newTemplate(set),
      replace: ({ ordinal }) => this.replace(app, ordinal),
      until: (what, look) => this.#until(what, readyMs + stopMs, signal, look),
    });
  }

  addSecondWriter(app: App, ordinal: number): Promise<SecondWriter> {
    const { client, run } = this.options;
    return addSecondPod(client, { run, app, like: this.#set(app).rawOf(ordinal) });
  }

  /** Of each app the highest pod: no other can be kept from coming back at once. */
  hooked() {
    return this.apps.map((app) => {
      const pod = this.pods(app).at(-1)!;
      const { claim: CLAIM, volume: VOLUME, node: NODE = '', name: POD } = pod;
      return { env: { NAMESPACE: this.namespace, CLAIM, VOLUME, NODE, POD }, pods: [pod] };
    });
  }

  async powerOff(pods: readonly TargetPod[]): Promise<() => Promise<void>> {
    const before = new Map(this.apps.map((app) => [app, this.#set(app).expected]));
    for (const { app, ordinal } of pods) await this.#setReplicas(app, ordinal);
    await Promise.all(pods.map((pod) => this.cluster.remove(pod)));
    return async () => {
      for (const { app } of pods) await this.scale(app, before.get(app)!);
    };
  }

  async fill(): Promise<() => Promise<void>> {
    const sets = this.apps.map((app) => this.#set(app));
    await this.options.ground.willFill();
    return fillVolumes(this.reach, () =>
      sets.flatMap((set) =>
        set.raw.map((pod) => ({ pod, claimedBytes: bytesOf(set.claimed(claimOf(pod))) })),
      ),
    );
  }

  async copyVolume({ app, ordinal }: TargetPod, to: string) {
    return copyPodVolume(this.reach, this.#set(app).rawOf(ordinal), to);
  }

  facts(): ReturnType<Target['facts']> {
    const { ground, run } = this.options;
    const sets = this.apps.map((app) => this.#sets.get(app)).filter((set) => set !== undefined);
    return {
      target: {
        kind: 'kubernetes',
        name: sets.map(({ object }) => `statefulset/${object.metadata?.name}`).join(' ') || run,
        ...(this.namespace && { namespace: this.namespace }),
        own: ground.own,
      },
      sets: this.#evidence?.sets ?? [],
      ...this.#evidence?.facts,
      notTested: ['A node that is lost: a volume that is attached twice.'],
    };
  }

  #set(app: App): WatchedSet {
    const set = this.#sets.get(app);
    if (!set) throw new TypeError(`There is no ${app} in this run.`);
    return set;
  }

  /** Resolves when the pod that was seen is gone. */
  async #end(app: App, ordinal: number, graceSeconds?: number): Promise<void> {
    const set = this.#set(app);
    const { name = '', namespace, uid = '' } = set.rawOf(ordinal).metadata ?? {};
    set.end(uid);
    await this.options.client.calls.delete({ kind: 'Pod', name, namespace, uid }, { graceSeconds });
    await this.#until(`${name} gone`, this.#deadlines.stopMs, NEVER, () =>
      set.isThere(uid) ? waiting('it is still there') : done(undefined),
    );
  }

  async #newTemplate(set: WatchedSet): Promise<void> {
    const annotations = { [REVISION]: `${this.options.run}-${Date.now()}` };
    const undo = `kubectl rollout undo statefulset/${set.object.metadata?.name} -n ${this.namespace}`;
    const change = { spec: { template: { metadata: { annotations } } } };
    await this.options.client.calls.patch(this.#known(set), change, { undo });
  }

  #known({ object: { metadata } }: WatchedSet): Known<'StatefulSet'> {
    const { name = '', namespace, uid = '' } = metadata ?? {};
    return { kind: 'StatefulSet', name, namespace, uid };
  }

  #until<T>(what: string, deadlineMs: number, signal: AbortSignal, look: () => Look<T>): Promise<T> {
    return until(what, look, { deadlineMs, signal, onWaiting: this.run.onWaiting });
  }
}
