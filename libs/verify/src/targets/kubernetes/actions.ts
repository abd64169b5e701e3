import type { App } from '@visits/proof';
import { done, type Look, WaitError, waiting } from '../../wait';
import type { Check, ClusterActions } from '../cluster-actions';
import type { TargetPod } from '../target';
import { type ClusterClient, ClusterError, isGone, type Known, type ObjectOf } from './client';
import type { Ground } from './ground';
import { dataDirOf } from './pods/app-pod';
import type { Reach } from './reach/reach';
import { budgetsOf } from './set/budgets';
import { SYNC_SCRIPT } from './set/sync-script';
import type { WatchedSet } from './set/watched-set';

const TOO_MANY_REQUESTS = 429;

export interface ActionsOptions {
  readonly client: ClusterClient;
  readonly ground: Ground;
  readonly preflight: readonly Check[];
  setOf(app: App): WatchedSet;
  until<T>(what: string, deadlineMs: number, look: () => Look<T>): Promise<T>;
  readonly stopMs: () => number;
  readonly reach: Reach;
}

/** What a cluster can do beside what any target can. */
export class KubernetesActions implements ClusterActions {
  constructor(private readonly options: ActionsOptions) {}

  get preflight() {
    return this.options.preflight;
  }

  async syncTimes({ app, ordinal }: TargetPod) {
    const pod = this.options.setOf(app).rawOf(ordinal);
    const command = ['node', '-e', SYNC_SCRIPT, dataDirOf(pod)];
    const { stdout, stderr, exit } = await this.options.reach.run(pod, command);
    if (exit !== 0) return { error: stderr.trim() || `exit ${exit ?? 'unknown'}` };
    return JSON.parse(stdout.toString('utf8')) as { error?: string; p50Ms?: number; p99Ms?: number };
  }

  async governing(app: App) {
    const { object } = this.options.setOf(app);
    const { namespace = '' } = object.metadata ?? {};
    const name = object.spec?.serviceName ?? '';
    const service = await this.options.client.find({ kind: 'Service', namespace, name });
    const { clusterIP = 'there is none', ports = [] } = service?.spec ?? {};
    return { name, clusterIP, suffix: `${name}.${namespace}.svc`, port: ports[0]?.name ?? 'http' };
  }

  async force(pod: TargetPod): Promise<void> {
    this.options.setOf(pod.app).linger(pod);
    await this.remove(pod);
  }

  /** With grace 0, where nobody is to visit what may still run. */
  async remove({ app, name, uid }: TargetPod): Promise<void> {
    const set = this.options.setOf(app);
    set.end(uid);
    const { namespace } = set.object.metadata ?? {};
    const known = { kind: 'Pod', namespace, name, uid } as const;
    await this.options.client.calls.delete(known, { graceSeconds: 0 }).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
    await this.#gone(set, name, uid);
  }

  async recreate(app: App, propagation: 'Orphan' | 'Foreground'): Promise<void> {
    const { client, stopMs, setOf, until } = this.options;
    const set = setOf(app);
    const before = set.object;
    const { name = '', namespace, uid = '' } = before.metadata ?? {};
    if (propagation === 'Foreground') for (const pod of set.pods) set.end(pod.uid);
    await client.calls.delete({ kind: 'StatefulSet', name, namespace, uid }, { propagation });
    await until(`statefulset/${name} gone`, stopMs() * 2, () => {
      const { metadata } = set.found ?? {};
      return metadata?.uid === uid ? waiting('it is still there') : done(undefined);
    });
    await client.calls.create({ kind: 'StatefulSet', name, namespace }, anew(before));
    await until(`statefulset/${name}`, stopMs(), () =>
      set.found ? done(undefined) : waiting('it is not there yet'),
    );
  }

  async cordon(name: string): Promise<() => Promise<void>> {
    const { client, ground } = this.options;
    const { metadata, spec } = await client.get({ kind: 'Node', name });
    if (spec?.unschedulable) throw new WaitError('cordon', `node/${name} is cordoned already`, 'impossible');
    await ground.willCordon(name);
    const node: Known<'Node'> = { kind: 'Node', name, uid: metadata?.uid ?? '' };
    const undo = `kubectl uncordon ${name}`;
    await client.calls.patch(node, { spec: { unschedulable: true } }, { undo });
    return async () => void (await client.calls.patch(node, { spec: { unschedulable: null } }));
  }

  async hasBudget(app: App): Promise<boolean> {
    const { object } = this.options.setOf(app);
    return (await budgetsOf(this.options.client, object).catch(() => [])).length > 0;
  }

  async evict({ app, name, uid }: TargetPod): Promise<'evicted' | 'refused by the budget'> {
    const set = this.options.setOf(app);
    const { namespace } = set.object.metadata ?? {};
    try {
      await this.options.client.calls.evict({ kind: 'Pod', namespace, name, uid });
    } catch (error) {
      if (error instanceof ClusterError && error.status === TOO_MANY_REQUESTS) return 'refused by the budget';
      throw error;
    }
    set.end(uid);
    await this.#gone(set, name, uid);
    return 'evicted';
  }

  #gone(set: WatchedSet, name: string, uid: string): Promise<void> {
    return this.options.until(`${name} gone`, this.options.stopMs(), () =>
      set.isThere(uid) ? waiting('it is still there') : done(undefined),
    );
  }
}

/** What was asked for, without what the server added. */
function anew({ apiVersion, kind, metadata, spec }: ObjectOf<'StatefulSet'>): ObjectOf<'StatefulSet'> {
  const { name, namespace, labels, annotations } = metadata ?? {};
  return {
    apiVersion: apiVersion ?? 'apps/v1',
    kind: kind ?? 'StatefulSet',
    metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) },
    ...(spec && { spec }),
  };
}
