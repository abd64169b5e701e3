import { impossible, type Look, waiting } from '../../../wait';
import type { ObjectOf } from '../client';

/** What no waiting helps, of a pod that nobody but the run needs. */
const FATAL_WAITS = /ImagePullBackOff|ErrImageNeverPull|InvalidImageName|CreateContainer/;

/** By its name: an admission may have put others beside it. */
export function stateIn({ status }: ObjectOf<'Pod'>, container: string) {
  return status?.containerStatuses?.find(({ name }) => name === container)?.state;
}

/** Why a pod that the run made for itself does not run yet, or never will. */
export function whyNotRunning(pod: ObjectOf<'Pod'>, container: string): Look<never> {
  const { phase, reason, message = '', conditions = [] } = pod.status ?? {};
  const { waiting: wait } = stateIn(pod, container) ?? {};
  if (FATAL_WAITS.test(wait?.reason ?? '')) return impossible(`${wait?.reason}: ${wait?.message ?? ''}`);
  // A kubelet that has no room for it refuses it before it has a container.
  if (phase === 'Failed') return impossible(`${reason ?? phase}: ${message}`);
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return waiting(scheduled.message ?? 'Unschedulable');
  return waiting(wait?.reason ?? phase ?? 'unknown');
}

/** A pod that runs once on the node of another one, and may do nothing in the cluster. */
export function besides({ spec }: ObjectOf<'Pod'>) {
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(spec?.imagePullSecrets && { imagePullSecrets: spec.imagePullSecrets }),
    ...(spec?.tolerations && { tolerations: spec.tolerations }),
    ...(spec?.nodeName && { affinity: onNode(spec.nodeName) }),
  };
}

/** By the node's own name: a label may be anything. */
function onNode(name: string) {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [name] }];
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}
