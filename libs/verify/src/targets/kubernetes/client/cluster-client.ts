import type { Seen } from '../../../bundle/observations';
import type { Access } from './access';
import { Api } from './api';
import { Calls } from './calls';
import { chooseCluster, type ClusterChoice } from './config';
import { isGone } from './errors';
import { type Ended, type ExecPlace, openExec, runExec, type Running } from './exec';
import { type Forwarded, type ForwardPlace, openForward } from './forward';
import { type Kind, KINDS, type ObjectOf, pathOf, type Ref } from './kinds';
import { Watched, type WatchRecorder, type WatchScope } from './watched';

/** Who writes down what is done and seen, on the run's clock. */
export type Recorder = WatchRecorder;

/** Of what no run is the reason: looking, planning, restoring. */
export const unrecorded: Recorder = { ms: 0, see: () => undefined };

/** A cluster, as far as a run needs it. Each method rejects with ClusterError. */
export class ClusterClient {
  readonly calls: Calls;
  readonly namespace: string;

  constructor(
    readonly api: Api,
    readonly recorder: Recorder,
  ) {
    this.namespace = api.chosen.namespace;
    this.calls = new Calls(api, (seen: Seen) => recorder.see(seen));
  }

  /** Nothing is asked yet. */
  static choose(choice: ClusterChoice, recorder: Recorder = unrecorded): ClusterClient {
    return new ClusterClient(new Api(chooseCluster(choice)), recorder);
  }

  /** The same cluster, written down elsewhere. */
  with(recorder: Recorder): ClusterClient {
    return new ClusterClient(this.api, recorder);
  }

  get clock() {
    return this.api.clock;
  }

  async version(): Promise<{ readonly gitVersion: string; readonly platform: string }> {
    return (await this.api.request<{ gitVersion: string; platform: string }>('ask its version', '/version'))
      .body;
  }

  async get<K extends Kind>({ kind, name, namespace }: Ref<K>): Promise<ObjectOf<K>> {
    const access: Access = { verb: 'get', kind, name, namespace };
    return (await this.api.request<ObjectOf<K>>(access, pathOf(kind, namespace, name))).body;
  }

  /** Undefined where there is none. */
  async find<K extends Kind>(ref: Ref<K>): Promise<ObjectOf<K> | undefined> {
    try {
      return await this.get(ref);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  async list<K extends Kind>(
    kind: K,
    { namespace, labels, fields }: WatchScope = {},
  ): Promise<ObjectOf<K>[]> {
    const query = { labelSelector: labels, fieldSelector: fields };
    const access: Access = { verb: 'list', kind, namespace };
    const { body } = await this.api.request<{ items: ObjectOf<K>[] }>(access, pathOf(kind, namespace), {
      query,
    });
    return body.items;
  }

  watch<K extends Kind>(kind: K, scope: WatchScope): Promise<Watched<K>> {
    return new Watched(this.api, kind, scope, this.recorder).start();
  }

  /** Whether we may, as the API server says it. */
  async may({ verb, kind, subresource, namespace, name }: Access): Promise<boolean> {
    const { group, resource } = KINDS[kind];
    const { body } = await this.api.request<{ status?: { allowed?: boolean } }>(
      'ask what is permitted',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        method: 'POST',
        body: {
          ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' },
          spec: { resourceAttributes: { verb, group, resource, subresource, namespace, name } },
        },
      },
    );
    return body.status?.allowed === true;
  }

  /** Whether the server would make it, admission and quota included. Makes nothing. */
  async tryCreate<K extends Kind>({ kind, namespace }: Ref<K>, object: ObjectOf<K>): Promise<ObjectOf<K>> {
    const request = { method: 'POST', body: object, query: { dryRun: 'All' } } as const;
    const access: Access = { verb: 'create', kind, namespace };
    return (await this.api.request<ObjectOf<K>>(access, pathOf(kind, namespace), request)).body;
  }

  exec(
    place: ExecPlace,
    command: readonly string[],
    options?: Parameters<typeof runExec>[3],
  ): Promise<Ended> {
    return runExec(this.api.config, place, command, options);
  }

  /** What a container has written to its streams. */
  async log({ namespace, pod, container }: ExecPlace): Promise<string> {
    const access: Access = { verb: 'get', kind: 'Pod', subresource: 'log', namespace, name: pod };
    return (await this.api.text(access, pathOf('Pod', namespace, pod, 'log'), { query: { container } })).body;
  }

  openForward(place: ForwardPlace): Promise<Forwarded> {
    return openForward(this.api.config, place);
  }

  openExec(place: ExecPlace, command: readonly string[], withStdin?: boolean): Promise<Running> {
    return openExec(this.api.config, place, command, withStdin);
  }
}
