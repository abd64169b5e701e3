import type { ObjectOf } from '../client';
import { appContainer } from '../pods/app-pod';
import { besides } from '../pods/own-pod';
import { WRITER_DIR } from '../reach/reach';
import { labelsOf } from '../run-label';

export interface WriterJobOptions {
  readonly name: string;
  readonly namespace: string;
  readonly run: string;
  /** A pod of the target: its image, its user and its node are the writer's too. */
  readonly like: ObjectOf<'Pod'>;
  readonly args: readonly string[];
}

export const WRITER_CONTAINER = 'writer';
/** So long a run can be looked at that left its writer behind. */
const KEPT_SECONDS = 3_600;

/** The writer as a Job: one pod, once, that may do nothing but ask. */
export function writerJob({ name, namespace, run, like, args }: WriterJobOptions): ObjectOf<'Job'> {
  const { spec } = like;
  const app = appContainer(like);
  const labels = { ...labelsOf(run), 'sidecar.istio.io/inject': 'false' };
  const annotations = { 'sidecar.istio.io/inject': 'false', 'linkerd.io/inject': 'disabled' };
  const user = spec?.securityContext?.runAsUser ?? 10_001;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels: labelsOf(run) },
    spec: {
      backoffLimit: 0,
      ttlSecondsAfterFinished: KEPT_SECONDS,
      template: {
        metadata: { labels, annotations },
        spec: {
          ...besides(like),
          terminationGracePeriodSeconds: 5,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: user,
            runAsGroup: spec?.securityContext?.runAsGroup ?? user,
            fsGroup: spec?.securityContext?.fsGroup ?? user,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: WRITER_CONTAINER,
              image: app.image,
              imagePullPolicy: 'IfNotPresent',
              args: ['visits', 'verify', 'writer', ...args],
              resources: {
                requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
                limits: { memory: '256Mi', 'ephemeral-storage': '256Mi' },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [{ name: 'ledger', mountPath: WRITER_DIR }],
            },
          ],
          volumes: [{ name: 'ledger', emptyDir: { sizeLimit: '192Mi' } }],
        },
      },
    },
  };
}
