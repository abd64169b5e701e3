import type { App } from '@visits/proof';
import { done, impossible, type Look, waiting } from '../../../wait';
import type { TargetEvents, TargetPod } from '../../target';
import type { ClusterClient, ObjectOf, Watched } from '../client';
import { appStatus } from '../pods/app-pod';
import { causeOf, Patience, waitsFor } from './causes';
import { type ClaimFacts, podOf } from './pod-of';

/** Events of the API server's own past explain nothing that is so now. */
const RECENT_MS = 60_000;

export interface WatchedSetOptions {
  readonly client: ClusterClient;
  readonly namespace: string;
  readonly app: App;
  readonly name: string;
  readonly events: TargetEvents;
}

/** One StatefulSet with its pods and claims, as the API server has them now. */
export class WatchedSet {
  /** Pods whose successors are awaited. */
  readonly #ended = new Set<string>();
  readonly #reported = new Set<string>();
  /** By name: where a process may still run whose pod is gone. */
  readonly #lingering = new Map<string, TargetPod>();
  readonly #patience = new Patience();
  #set!: Watched<'StatefulSet'>;
  #pods!: Watched<'Pod'>;
  #claims!: Watched<'PersistentVolumeClaim'>;
  #happened: Watched<'Event'> | undefined;
  #expected = 0;
  #last: ObjectOf<'StatefulSet'> | undefined;

  constructor(private readonly options: WatchedSetOptions) {}

  async start(): Promise<void> {
    const { client, namespace, name } = this.options;
    this.#set = await client.watch('StatefulSet', { namespace, fields: `metadata.name=${name}` });
    const labels = selectorOf(this.object);
    this.#expected = this.object.spec?.replicas ?? 1;
    this.#claims = await client.watch('PersistentVolumeClaim', { namespace, labels });
    // Who may not see events still sees pods.
    this.#happened = await client.watch('Event', { namespace }).catch(() => undefined);
    this.#pods = await client.watch('Pod', { namespace, labels });
    this.#pods.onChange = (pod, what) => this.#onPod(pod, what);
    for (const pod of this.#pods.items) this.#onPod(pod, 'set');
  }

  async stop(): Promise<void> {
    const watched = [this.#set, this.#pods, this.#claims, this.#happened];
    await Promise.all(watched.map((one) => one?.stop()));
  }

  /** As it is there now. */
  get found(): ObjectOf<'StatefulSet'> | undefined {
    return this.#set.get(this.options.name);
  }

  /** As it was last seen. */
  get object(): ObjectOf<'StatefulSet'> {
    const { namespace, name } = this.options;
    this.#last = this.found ?? this.#last;
    if (!this.#last) throw new Error(`statefulset/${name} is not in ${namespace}`);
    return this.#last;
  }

  claimed(claim: string): string {
    return this.#claims.get(claim)?.spec?.resources?.requests?.['storage'] ?? '-';
  }

  /** In the order of their ordinals. */
  get raw(): readonly ObjectOf<'Pod'>[] {
    const { name } = this.options;
    const mine = this.#pods?.items.filter((pod) => isOf(name, pod)) ?? [];
    return [...mine].sort((a, b) => ordinalOf(a) - ordinalOf(b));
  }

  get pods(): readonly TargetPod[] {
    return this.raw.map((pod) => podOf(this.options.app, pod, this.#claimFacts));
  }

  rawOf(ordinal: number): ObjectOf<'Pod'> {
    const pod = this.raw.find((one) => ordinalOf(one) === ordinal);
    if (!pod) throw new Error(`${this.options.name}-${ordinal} is not there`);
    return pod;
  }

  /** How many pods there should be from now on. */
  expect(replicas: number): void {
    this.#expected = replicas;
  }

  get expected(): number {
    return this.#expected;
  }

  /** From now on another UID is expected in its place. */
  end(uid: string): void {
    this.#ended.add(uid);
  }

  /** Its process may outlive its pod: it is visited where it was until the successor is ready, which takes its lock. */
  linger(pod: TargetPod): void {
    this.#lingering.set(pod.name, pod);
  }

  isThere(uid: string): boolean {
    return this.#pods.items.some(({ metadata }) => metadata?.uid === uid);
  }

  settled(): Look<void> {
    const why = this.#unsettled();
    const pods = this.raw;
    const missing = pods.length < this.#expected;
    const events = this.#recentEvents();
    const cause = why === null ? null : causeOf(pods, events, missing);
    const tried = this.#patience.tried(cause, performance.now());
    if (tried) return impossible(tried);
    return why === null ? done(undefined) : waiting(cause ?? waitsFor(pods, events) ?? why);
  }

  /** Null where all is as expected: generation seen, revisions updated, each pod's UID the expected one, all ready. */
  #unsettled(): string | null {
    const { name } = this.options;
    if (!this.found) return `${name} is not there`;
    const { metadata, spec, status } = this.found;
    const pods = this.pods;
    if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0))
      return `${name}: not yet seen by its controller`;
    if (spec?.replicas !== this.#expected)
      return `${name}: ${spec?.replicas} replicas are asked for, not ${this.#expected}`;
    if (pods.length !== this.#expected) return `${name}: ${pods.length} of ${this.#expected} pods`;
    const old = this.raw.find(({ metadata: pod }) => this.#ended.has(pod?.uid ?? ''));
    if (old) return `${old.metadata?.name} has not been replaced`;
    if (spec?.updateStrategy?.type !== 'OnDelete' && !spec?.updateStrategy?.rollingUpdate?.partition) {
      const behind = this.raw.find((pod) => revisionOf(pod) !== status?.updateRevision);
      if (behind) return `${behind.metadata?.name} is of an old revision`;
    }
    const unready = pods.find(({ ready }) => !ready);
    return unready ? `${unready.name}: ${unready.why}` : null;
  }

  #recentEvents(): readonly ObjectOf<'Event'>[] {
    const { client, name } = this.options;
    const sinceMs = Date.now() + client.clock.offsetMs - RECENT_MS;
    return (this.#happened?.items ?? []).filter(
      ({ lastTimestamp, eventTime, involvedObject }) =>
        involvedObject.name?.includes(name) && Date.parse(lastTimestamp ?? eventTime ?? '') >= sinceMs,
    );
  }

  readonly #claimFacts: ClaimFacts = (claim) => {
    const { metadata, spec } = this.#claims.get(claim) ?? {};
    return metadata && { uid: metadata.uid, volume: spec?.volumeName };
  };

  /** A pod's process has ended when the kubelet says so, or when the pod is gone: reported once. */
  #onPod(raw: ObjectOf<'Pod'>, what: 'set' | 'gone'): void {
    const { app, name, events } = this.options;
    if (!isOf(name, raw)) return;
    const pod = podOf(app, raw, this.#claimFacts);
    const status = appStatus(raw);
    for (const ended of [status?.lastState?.terminated, status?.state?.terminated])
      if (ended) this.#report(pod, ended.containerID ?? pod.uid, ended.exitCode, ended.reason ?? '');
    if (what === 'set') return events.onPod({ ...pod, origin: this.#originOf(pod) });
    this.#report(pod, status?.containerID ?? pod.uid, undefined, 'the pod was removed');
    const gone = { ...pod, ready: false, why: 'removed', origin: '' };
    events.onPod({ ...gone, origin: this.#originOf(gone) });
  }

  #originOf({ name, uid, origin, ready }: TargetPod): string {
    const before = this.#lingering.get(name);
    if (!before) return origin;
    if (uid === before.uid || !ready) return before.origin;
    this.#lingering.delete(name);
    return origin;
  }

  #report(pod: TargetPod, container: string, exit: number | undefined, why: string): void {
    if (this.#reported.has(container)) return;
    this.#reported.add(container);
    this.options.events.onGone(pod, exit, why);
  }
}

export function selectorOf({ spec }: ObjectOf<'StatefulSet'>): string {
  return Object.entries(spec?.selector.matchLabels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function ordinalOf({ metadata }: ObjectOf<'Pod'>): number {
  return Number(/-(\d+)$/.exec(metadata?.name ?? '')?.[1] ?? -1);
}

const isOf = (set: string, { metadata }: ObjectOf<'Pod'>) =>
  metadata?.ownerReferences?.some(({ kind, name }) => kind === 'StatefulSet' && name === set) === true;

const revisionOf = ({ metadata }: ObjectOf<'Pod'>) => metadata?.labels?.['controller-revision-hash'];
