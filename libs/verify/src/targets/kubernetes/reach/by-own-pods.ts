import { randomBytes } from 'node:crypto';
import { done, type Look, until, waiting } from '../../../engine/wait';
import { type ClusterClient, type Ended, isGone, type Known, type ObjectOf } from '../client';
import { labelsOf } from '../run-label';
import { claimOf } from '../set/pod-of';
import { appContainer, besides } from '../writer/writer-job';
import { packed, unpacked } from './packed';
import type { Reach } from './reach';

/** Where the writer listens, on its own loopback address: nothing but a port-forward gets there. */
const PORT = 9_900;
const START_MS = 60_000;
const COMMAND_MS = 60_000;
const LOOK_MS = 300;
const NEVER = new AbortController().signal;

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
      const { metadata } = await client.calls.create(ref, besidePod(name, run, pod, command));
      const known: Known<'Pod'> = { ...ref, uid: metadata?.uid ?? '' };
      try {
        return await ended(client, known, deadlineMs);
      } finally {
        await client.calls.delete(known, { graceSeconds: 0 }).catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
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

async function ended(
  client: ClusterClient,
  { namespace = '', name }: Known,
  deadlineMs: number,
): Promise<Ended> {
  let lookedMs = -LOOK_MS;
  let last: Look<{ exitCode: number; message?: string }> = waiting('it is not there yet');
  const look = async () => {
    if (performance.now() - lookedMs < LOOK_MS) return last;
    lookedMs = performance.now();
    return (last = stateOf(await client.get({ kind: 'Pod', namespace, name })));
  };
  const { exitCode, message = '' } = await until(`pod/${name}`, look, {
    ...{ deadlineMs: START_MS + deadlineMs, signal: NEVER },
  });
  return { stdout: unpacked(await client.log(namespace, name)), stderr: message, exit: exitCode };
}

function stateOf({ status }: ObjectOf<'Pod'>): Look<{ exitCode: number; message?: string }> {
  const { containerStatuses: [container] = [], conditions = [], phase } = status ?? {};
  const { terminated, waiting: wait } = container?.state ?? {};
  if (terminated) return done(terminated);
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return waiting(scheduled.message ?? 'Unschedulable');
  return waiting(wait?.message ?? wait?.reason ?? phase ?? 'unknown');
}

/** The app's image, user, node and volume, and nothing else of it: it serves nobody, and no Service selects it. */
function besidePod(
  name: string,
  run: string,
  like: ObjectOf<'Pod'>,
  command: readonly string[],
): ObjectOf<'Pod'> {
  const { spec } = like;
  const { image, imagePullPolicy, securityContext, volumeMounts = [] } = appContainer(like);
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
      securityContext: spec?.securityContext,
      containers: [
        {
          name: 'command',
          ...{ image, imagePullPolicy, securityContext },
          command: packed(command),
          resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
          volumeMounts: volumeMounts.filter((mount) => mount.name === volume?.name),
        },
      ],
      volumes: volume ? [volume] : [],
    },
  };
}
