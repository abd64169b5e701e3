import { type V1ContainerStatus, type V1Pod, Watch } from '@kubernetes/client-node';
import { config } from './cluster';

export interface PodEvent {
  readonly atMs: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly pod: V1Pod;
}

/** Everything that happened to the pods of a namespace since we look, as the API server reported it. */
export class PodHistory {
  readonly events: PodEvent[] = [];
  private readonly pods = new Map<string, V1Pod>();
  private readonly listeners = new Set<() => void>();
  private ended: Error | null = null;
  private controller: AbortController | undefined;

  private constructor(private readonly namespace: string) {}

  static async of(namespace: string): Promise<PodHistory> {
    const history = new PodHistory(namespace);
    await history.watch();
    return history;
  }

  /** The pods there are now, by name. */
  get now(): V1Pod[] {
    return [...this.pods.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  }

  /** Those of a StatefulSet, in the order of their ordinals. */
  ofSet(set: string): V1Pod[] {
    return this.now.filter(({ metadata }) => metadata?.ownerReferences?.some(({ name }) => name === set));
  }

  get(name: string): V1Pod | undefined {
    return this.pods.get(name);
  }

  /** Looks at once and after each event, until `look` gives something; fails with `what` after `deadlineMs`. */
  until<T>(what: string, deadlineMs: number, look: () => T): Promise<NonNullable<Exclude<T, false>>> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.listeners.delete(check);
        settle();
      };
      const check = () => {
        if (this.ended)
          return end(() => reject(new Error(`${what}: the watch ended`, { cause: this.ended })));
        try {
          const found = look();
          if (found) end(() => resolve(found as NonNullable<Exclude<T, false>>));
        } catch (error) {
          end(() => reject(error as Error));
        }
      };
      const late = () => new Error(`${what}: not within ${deadlineMs} ms; ${this.now.map(brief).join('; ')}`);
      const timer = setTimeout(() => end(() => reject(late())), deadlineMs);
      this.listeners.add(check);
      check();
    });
  }

  /** The pod, once it is ready. `unlike`: the UID of the one before it. */
  ready(
    name: string,
    { deadlineMs = 60_000, unlike }: { deadlineMs?: number; unlike?: string } = {},
  ): Promise<V1Pod> {
    return this.until(`${name} is ready`, deadlineMs, () => {
      const pod = this.pods.get(name);
      return pod !== undefined && isReady(pod) && pod.metadata?.uid !== unlike && pod;
    });
  }

  /** All pods of a set, once there are so many and all are ready. */
  allReady(set: string, replicas: number, deadlineMs = 90_000): Promise<V1Pod[]> {
    return this.until(`${replicas} pods of ${set} are ready`, deadlineMs, () => {
      const pods = this.ofSet(set);
      return pods.length === replicas && pods.every(isReady) && pods;
    });
  }

  gone(name: string, uid?: string, deadlineMs = 60_000): Promise<true> {
    return this.until(`${name} is gone`, deadlineMs, () => {
      const pod = this.pods.get(name);
      return pod === undefined || (uid !== undefined && pod.metadata?.uid !== uid);
    }) as Promise<true>;
  }

  close(): void {
    this.ended = new Error('the watch was closed');
    this.controller?.abort();
    for (const listener of this.listeners) listener();
  }

  private async watch(): Promise<void> {
    const path = `/api/v1/namespaces/${this.namespace}/pods`;
    this.controller = await new Watch(config).watch(
      path,
      {},
      (type: string, pod: V1Pod) => this.take(type as PodEvent['type'], pod),
      (error) => {
        this.ended ??= error instanceof Error ? error : new Error(`the API server ended the watch: ${error}`);
        for (const listener of this.listeners) listener();
      },
    );
  }

  private take(type: PodEvent['type'], pod: V1Pod): void {
    if (pod.kind !== 'Pod') return;
    this.events.push({ atMs: performance.now(), type, pod });
    if (type === 'DELETED') this.pods.delete(nameOf(pod));
    else this.pods.set(nameOf(pod), pod);
    for (const listener of this.listeners) listener();
  }
}

export function nameOf(pod: V1Pod): string {
  return pod.metadata!.name!;
}

export function isReady(pod: V1Pod): boolean {
  return (
    pod.metadata?.deletionTimestamp === undefined &&
    (pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false)
  );
}

/** The status of a container, native sidecars included. */
export function containerOf(pod: V1Pod | undefined, name = 'app'): V1ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod?.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find((status) => status.name === name);
}

export function restartsOf(pod: V1Pod, container = 'app'): number {
  return containerOf(pod, container)?.restartCount ?? 0;
}

function brief(pod: V1Pod): string {
  const app = containerOf(pod);
  const state = JSON.stringify(app?.state ?? pod.status?.phase);
  return `${nameOf(pod)} ${isReady(pod) ? 'ready' : 'not ready'}, ${app?.restartCount ?? 0} restarts, ${state}`;
}
