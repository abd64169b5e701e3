import { type V1Container, type V1Pod, type V1PodSpec } from '@kubernetes/client-node';
import { core } from './cluster';
import { image } from './installation';
import { type Namespace } from './namespace';

export interface OwnPod {
  readonly command?: string[];
  /** Of the image's entry point. */
  readonly args?: string[];
  readonly env?: Record<string, string>;
  /** A claim, mounted at /data. */
  readonly claim?: string;
  /** Is ready when this path answers on 8080. */
  readonly readyPath?: string;
  readonly spec?: Partial<V1PodSpec>;
}

/** A pod that no overlay made: from our image, as the same user, admitted by the restricted profile. */
async function startPod(namespace: Namespace, name: string, own: OwnPod): Promise<void> {
  const container: V1Container = {
    name: 'app',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: own.command,
    args: own.args,
    env: Object.entries(own.env ?? {}).map(([key, value]) => ({ name: key, value })),
    readinessProbe: own.readyPath
      ? { httpGet: { path: own.readyPath, port: 8080 }, periodSeconds: 1 }
      : undefined,
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: own.claim ? [{ name: 'claim', mountPath: '/data' }] : [],
  };
  const body: V1Pod = {
    metadata: { name },
    spec: {
      containers: [container],
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        runAsGroup: 10001,
        fsGroup: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      volumes: own.claim ? [{ name: 'claim', persistentVolumeClaim: { claimName: own.claim } }] : [],
      ...own.spec,
    },
  };
  await core.createNamespacedPod({ namespace: namespace.name, body });
}

export async function runPod(namespace: Namespace, name: string, own: OwnPod): Promise<void> {
  await startPod(namespace, name, own);
  await namespace.pods.ready(name);
}

/** Runs to its end, which must be a good one, and goes. */
export async function runToEnd(namespace: Namespace, name: string, own: OwnPod): Promise<void> {
  await startPod(namespace, name, own);
  await namespace.pods.until(`${name} has ended`, 60_000, () => {
    const phase = namespace.pods.get(name)?.status?.phase;
    if (phase === 'Failed') throw new Error(`${name} failed`);
    return phase === 'Succeeded';
  });
  await removePod(namespace, name);
}

export async function removePod(namespace: Namespace, name: string): Promise<void> {
  await core.deleteNamespacedPod({ namespace: namespace.name, name });
  await namespace.pods.gone(name);
}
