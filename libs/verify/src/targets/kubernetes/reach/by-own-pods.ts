import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { done, type Look, seldom, until, WaitError, waiting } from '../../../wait';
import {
  type ClusterClient,
  ClusterError,
  type Ended,
  type ExecPlace,
  type Known,
  type ObjectOf,
} from '../client';
import { appContainer, claimOf } from '../pods/app-pod';
import { besides, stateIn, whyNotRunning } from '../pods/own-pod';
import { labelsOf } from '../run-label';
import { packed, unpacked } from './packed';
import type { Reach } from './reach';

/** Where the writer listens, on its own loopback address: nothing but a port-forward gets there. */
const PORT = 9_900;
const START_MS = 60_000;
const COMMAND_MS = 60_000;
const LOOK_MS = 300;
const LOG_TRIES = 3;
const NEVER = new AbortController().signal;
const CONTAINER = 'command';
const UNKNOWN = { stdout: Buffer.alloc(0), exit: null } as const;

type Terminated = { readonly exitCode: number; readonly message?: string; readonly reason?: string };
type State = Terminated | 'running';

/**
 * By pods of the run's own: one beside the pod that is meant, on its node and its claim, for each command; the writer
 * by a port-forward. Where exec is not permitted.
 */
export function byOwnPods(client: ClusterClient, run: string): Reach {
  return {
    writerArgs: ['--port', String(PORT)],
    async run(pod, command, deadlineMs = COMMAND_MS) {
      const { namespace = '' } = pod.metadata ?? {};
      const name = `visits-verify-${run}-${randomBytes(3).toString('hex')}`;
      const ref = { kind: 'Pod', namespace, name } as const;
      const { metadata } = await client.calls.create(
        ref,
        besidePod({ name, run, like: pod, command, deadlineMs }),
      );
      const known: Known<'Pod'> = { ...ref, uid: metadata?.uid ?? '' };
      try {
        return await ended(client, known, deadlineMs);
      } finally {
        // What it has read is not lost by that; a pod that stays goes with all that has the run's label. With some
        // grace, so that it is gone only when its command no longer runs.
        await client.calls.delete(known, { graceSeconds: 1 }).catch(() => undefined);
      }
    },
    async attach({ namespace, pod }) {
      const { input, output, closed, close } = await client.openForward({ namespace, pod, port: PORT });
      output.setEncoding('utf8');
      return {
        send: (text) => void input.write(text),
        onText: (hear) => void output.on('data', hear),
        closed,
        close,
      };
    },
    // It lies in a volume that no other pod can have.
    salvage: async () => null,
  };
}

/** Where the command did not end in time, or its log was cut, there is no status: it is not known what came of it. */
async function ended(client: ClusterClient, pod: Known<'Pod'>, deadlineMs: number): Promise<Ended> {
  const { namespace = '', name } = pod;
  const look = seldom(LOOK_MS, () => lookAt(client, pod));
  await until(`pod/${name}`, look, { deadlineMs: START_MS, signal: NEVER });
  const over = async () => isOver(await look());
  const end = await until(`pod/${name}`, over, { deadlineMs, signal: NEVER }).catch(nullIfLate);
  if (!end) return { ...UNKNOWN, stderr: `it did not end in ${deadlineMs / 1_000} s` };
  const stdout = await printed(client, { namespace, pod: name, container: CONTAINER });
  const { exitCode: exit, message, reason = '' } = end;
  if (stdout) return { stdout, stderr: message ?? '', exit };
  return exit === 0
    ? { ...UNKNOWN, stderr: 'its log was cut' }
    : { ...UNKNOWN, stderr: message ?? reason, exit };
}

async function lookAt(client: ClusterClient, pod: Known<'Pod'>): Promise<Look<State>> {
  try {
    return stateOf(await client.get(pod));
  } catch (error) {
    // A server that does not answer now may do so later.
    if (error instanceof ClusterError && (error.status ?? 500) >= 500) return waiting(error.message);
    throw error;
  }
}

function stateOf(pod: ObjectOf<'Pod'>): Look<State> {
  const { terminated, running } = stateIn(pod, CONTAINER) ?? {};
  if (terminated) return done(terminated);
  return running ? done('running') : whyNotRunning(pod, CONTAINER);
}

function isOver(look: Look<State>): Look<Terminated> {
  if (!('done' in look)) return look;
  return look.done === 'running' ? waiting('it runs') : done(look.done);
}

function nullIfLate(error: unknown): null {
  if (error instanceof WaitError && error.kind === 'late') return null;
  throw error;
}

/** Null where the log is not whole, however often it is read. */
async function printed(client: ClusterClient, place: ExecPlace): Promise<Buffer | null> {
  for (let tries = 0; tries < LOG_TRIES; tries++) {
    if (tries > 0) await pause(LOOK_MS);
    const log = await client.log(place).catch(() => '');
    const stdout = unpacked(log);
    if (stdout) return stdout;
  }
  return null;
}

interface BesideOptions {
  readonly name: string;
  readonly run: string;
  readonly like: ObjectOf<'Pod'>;
  readonly command: readonly string[];
  readonly deadlineMs?: number;
}

/** A pod runs on where a node was cordoned, and its volume can be read there. */
const CORDONED = { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' };

/** The app's image, user, node and volume, and nothing else of it: it serves nobody, and no Service selects it. */
export function besidePod({
  name,
  run,
  like,
  command,
  deadlineMs = COMMAND_MS,
}: BesideOptions): ObjectOf<'Pod'> {
  const { spec } = like;
  const { image, securityContext, volumeMounts = [] } = appContainer(like);
  const claim = claimOf(like);
  const volume = spec?.volumes?.find(({ persistentVolumeClaim: one }) => one?.claimName === claim);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: { ...labelsOf(run), 'sidecar.istio.io/inject': 'false' },
      annotations: { 'sidecar.istio.io/inject': 'false', 'linkerd.io/inject': 'disabled' },
    },
    spec: {
      ...besides(like),
      tolerations: [...(spec?.tolerations ?? []), CORDONED],
      // Where nobody is left to delete it.
      activeDeadlineSeconds: Math.ceil((START_MS + deadlineMs) / 1_000),
      securityContext: spec?.securityContext,
      containers: [
        {
          name: CONTAINER,
          // Its node has it: no registry is asked.
          ...{ image, imagePullPolicy: 'IfNotPresent', securityContext },
          command: packed(command),
          resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
          volumeMounts: volumeMounts.filter((mount) => mount.name === volume?.name),
        },
      ],
      volumes: volume ? [volume] : [],
    },
  };
}
