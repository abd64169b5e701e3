import type { App } from '@visits/proof';
import type { SecondWriter } from '../../target';
import type { ClusterClient, ObjectOf } from '../client';
import { isGone } from '../client';
import { appContainer, claimOf } from '../pods/app-pod';
import { besides } from '../pods/own-pod';
import { labelsOf } from '../run-label';
import { podOf } from './pod-of';

export interface SecondPodOptions {
  readonly run: string;
  readonly app: App;
  /** Whose claim it takes too. */
  readonly like: ObjectOf<'Pod'>;
}

/** A second pod of the template on a claim that is in use: no Service and no budget selects it. */
export async function addSecondPod(
  client: ClusterClient,
  { run, app, like }: SecondPodOptions,
): Promise<SecondWriter> {
  const { namespace = '', name: first } = like.metadata ?? {};
  const name = `${first}-second-${run}`;
  const { metadata } = await client.calls.create(
    { kind: 'Pod', namespace, name },
    secondPod(name, run, like),
  );
  const watched = await client.watch('Pod', { namespace, fields: `metadata.name=${name}` });
  const now = () => podOf(app, watched.get(name) ?? { metadata, spec: like.spec }, () => undefined);
  return {
    get pod() {
      return { ...now(), ordinal: -1 };
    },
    state: () => now(),
    async remove() {
      await watched.stop();
      const known = { kind: 'Pod', namespace, name, uid: metadata?.uid ?? '' } as const;
      await client.calls.delete(known, { graceSeconds: 1 }).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
    },
  };
}

function secondPod(name: string, run: string, like: ObjectOf<'Pod'>): ObjectOf<'Pod'> {
  const { spec } = like;
  const app = appContainer(like);
  const claim = claimOf(like);
  const own = new Set(['CLAIM_NAME', 'HEADLESS_SERVICE']);
  const env = (app.env ?? []).filter((one) => !own.has(one.name));
  const mounted = new Set((app.volumeMounts ?? []).map((mount) => mount.name));
  // The token's volume is the API server's to add.
  const volumes = (spec?.volumes ?? []).filter((one) => mounted.has(one.name) && !one.projected);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: labelsOf(run) },
    spec: {
      ...besides(like),
      terminationGracePeriodSeconds: spec?.terminationGracePeriodSeconds,
      securityContext: spec?.securityContext,
      containers: [
        {
          ...app,
          env: [...env, { name: 'CLAIM_NAME', value: claim }],
          volumeMounts: app.volumeMounts?.filter((mount) => volumes.some((one) => one.name === mount.name)),
        },
      ],
      volumes,
    },
  };
}
