import { LedgerWriter } from '@visits/proof';
import { done, impossible, type Look, seldom, until, waiting } from '../../../wait';
import type { Channel, Remote, RemoteWriter } from '../../../load/remote';
import type { ClusterClient, ExecPlace, ObjectOf } from '../client';
import { isGone } from '../client';
import { appContainer } from '../pods/app-pod';
import { stateIn, whyNotRunning } from '../pods/own-pod';
import { type Reach, WRITER_DIR } from '../reach/reach';
import { selectorOf } from '../run-label';
import { WRITER_CONTAINER, writerJob } from './writer-job';

const START_MS = 120_000;
const LOOK_MS = 300;

export interface WriterPodOptions {
  readonly client: ClusterClient;
  readonly reach: Reach;
  readonly namespace: string;
  readonly run: string;
  readonly seed: string;
  readonly challenge: string;
  readonly rate: number;
  readonly forMs: number;
  readonly signal: AbortSignal;
  /** A ready pod of the target. */
  like(): ObjectOf<'Pod'>;
  onWaiting(what: string, why: string): void;
  onLimit(why: string): void;
}

/** The writer in a pod of the cluster. */
export class WriterPod implements Remote {
  constructor(private readonly options: WriterPodOptions) {}

  async start(): Promise<RemoteWriter> {
    const { client, reach, namespace, run, seed, challenge, rate, forMs, like } = this.options;
    const name = `visits-verify-${run}-writer`;
    const model = like();
    const args = [
      ...['--dir', WRITER_DIR, '--run', run, '--seed', seed, '--rate', String(rate)],
      ...['--for', `${Math.ceil(forMs / 1000)}s`, ...(challenge && ['--challenge', challenge])],
      ...reach.writerArgs,
    ];
    const job = await client.calls.create(
      { kind: 'Job', namespace, name },
      writerJob({ name, namespace, run, like: model, args }),
    );
    const pod = await this.#running(name, job.metadata!.uid!);
    const own = imageIdOf(pod, WRITER_CONTAINER);
    const theirs = imageIdOf(model, appContainer(model).name);
    if (own !== theirs)
      this.options.onLimit(
        `The writer runs ${own ?? 'an unknown image'}, the target ${theirs ?? 'another'}.`,
      );
    return new RunningWriter(
      client,
      reach,
      { namespace, pod: pod.metadata!.name!, container: WRITER_CONTAINER },
      {
        name,
        uid: job.metadata!.uid!,
      },
    );
  }

  emptyLedger(): Uint8Array {
    const { run, seed } = this.options;
    return Buffer.from(new LedgerWriter().header({ run, seed, startedAt: new Date().toISOString() }));
  }

  #running(name: string, uid: string): Promise<ObjectOf<'Pod'>> {
    const { client, namespace, run, signal, onWaiting } = this.options;
    const look = seldom(LOOK_MS, async () => {
      const pods = await client.list('Pod', { namespace, labels: `${selectorOf(run)},job-name=${name}` });
      const pod = pods.find(({ metadata }) => metadata?.ownerReferences?.some((owner) => owner.uid === uid));
      return pod ? stateOf(pod) : this.#whyNone(name, uid);
    });
    return until('the writer’s pod', look, { deadlineMs: START_MS, signal, onWaiting });
  }

  /** A quota or an admission that refuses the pod says so in an event of the Job. */
  async #whyNone(name: string, uid: string): Promise<Look<never>> {
    const { client, namespace } = this.options;
    const fields = `involvedObject.name=${name}`;
    const events = await client.list('Event', { namespace, fields }).catch(() => []);
    const refused = events.find(
      ({ reason, involvedObject }) => reason === 'FailedCreate' && involvedObject.uid === uid,
    );
    return refused ? impossible(refused.message ?? 'FailedCreate') : waiting('it is not there yet');
  }
}

function stateOf(pod: ObjectOf<'Pod'>): Look<ObjectOf<'Pod'>> {
  const { running, terminated } = stateIn(pod, WRITER_CONTAINER) ?? {};
  if (running) return done(pod);
  if (terminated) return impossible(`it ended with ${terminated.exitCode} (${terminated.reason ?? '-'})`);
  return whyNotRunning(pod, WRITER_CONTAINER);
}

/** By the kubelet: the digest of what really runs. */
function imageIdOf({ status }: ObjectOf<'Pod'>, container: string): string | undefined {
  return status?.containerStatuses?.find(({ name }) => name === container)?.imageID;
}

class RunningWriter implements RemoteWriter {
  constructor(
    private readonly client: ClusterClient,
    private readonly reach: Reach,
    private readonly place: ExecPlace,
    private readonly job: { readonly name: string; readonly uid: string },
  ) {}

  attach(): Promise<Channel> {
    return this.reach.attach(this.place);
  }

  async gone(): Promise<string | undefined> {
    const { namespace, pod: name, container } = this.place;
    try {
      const pod = await this.client.get({ kind: 'Pod', namespace, name });
      const { metadata, status } = pod;
      if (metadata?.deletionTimestamp) return 'its pod was deleted';
      const ended = stateIn(pod, container)?.terminated;
      if (ended) return `its process ended with ${ended.exitCode} (${ended.reason ?? '-'})`;
      return status?.phase === 'Failed' ? (status.reason ?? 'its pod failed') : undefined;
    } catch (error) {
      if (isGone(error)) return 'its pod was deleted';
      throw error;
    }
  }

  salvage(): Promise<Uint8Array | null> {
    return this.reach.salvage(this.place);
  }

  async end(): Promise<void> {
    const { namespace } = this.place;
    const known = { kind: 'Job', namespace, ...this.job } as const;
    await this.client.calls.delete(known, { propagation: 'Background' }).catch(() => undefined);
  }
}
