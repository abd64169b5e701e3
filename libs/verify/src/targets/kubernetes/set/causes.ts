import type { ObjectOf } from '../client';
import { appStatus } from '../pods/app-pod';

/** What may pass by itself: only what is still so after this long is said to be impossible. */
const PATIENCE_MS = 15_000;
const MOST_RESTARTS = 4;

/** A node is on its way for a pod that no node has room for: cluster-autoscaler and Karpenter say so. */
const NODE_COMES = new Set(['TriggeredScaleUp', 'Nominated']);
/** A claim that is bound before its pod is placed: its provisioner may still be at it. */
const UNBOUND = 'unbound immediate PersistentVolumeClaims';

const FATAL_WAITS = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
]);

/** Why a set will not become ready, as far as its pods and its events show it now; null where nothing does. */
export function causeOf(
  pods: readonly ObjectOf<'Pod'>[],
  events: readonly ObjectOf<'Event'>[],
  missing: boolean,
): string | null {
  for (const pod of pods) {
    const cause = podCause(pod) ?? unscheduled(pod, events);
    if (cause) return `${pod.metadata?.name}: ${cause}`;
  }
  const refused = missing && events.find(({ reason }) => reason === 'FailedCreate');
  // The second of a claim that names no class where there is none.
  const unbound = events.find(({ reason }) => reason === 'ProvisioningFailed' || reason === 'FailedBinding');
  const attached = events.find(({ reason }) => reason === 'FailedAttachVolume' || reason === 'FailedMount');
  const event = refused || (pods.some(isPending) && (unbound ?? attached)) || undefined;
  return event ? `${event.involvedObject.name}: ${event.reason}: ${event.message ?? ''}` : null;
}

/** What a pod that is not placed yet waits for, in the cluster's words; it may come, so it is no cause. */
export function waitsFor(
  pods: readonly ObjectOf<'Pod'>[],
  events: readonly ObjectOf<'Event'>[],
): string | null {
  const comes = ({ reason = '' }: ObjectOf<'Event'>) =>
    reason === 'ExternalProvisioning' || NODE_COMES.has(reason);
  const event = pods.some(isPending) && events.find(comes);
  return event ? `${event.involvedObject.name}: ${event.message ?? event.reason}` : null;
}

function podCause(pod: ObjectOf<'Pod'>): string | null {
  // The app waits for the sidecar, which is an init container, and for as long says nothing of its own.
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  for (const { state } of [...initContainerStatuses, ...containerStatuses])
    if (FATAL_WAITS.has(state?.waiting?.reason ?? ''))
      return `${state?.waiting?.reason}: ${state?.waiting?.message ?? ''}`;
  const status = appStatus(pod);
  if ((status?.restartCount ?? 0) >= MOST_RESTARTS && !status?.ready) {
    const { exitCode = '-', message = '' } = status?.lastState?.terminated ?? {};
    return `it ended ${status?.restartCount} times, last with ${exitCode} ${message.trim()}`.trim();
  }
  return null;
}

function unscheduled({ metadata, status }: ObjectOf<'Pod'>, events: readonly ObjectOf<'Event'>[]) {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const { reason, message = '' } = scheduled ?? {};
  if (reason !== 'Unschedulable' || message.includes(UNBOUND)) return null;
  const comes = events.some(
    (event) => NODE_COMES.has(event.reason ?? '') && event.involvedObject.name === metadata?.name,
  );
  return comes ? null : `Unschedulable: ${message}`;
}

const isPending = ({ status }: ObjectOf<'Pod'>) => status?.phase === 'Pending';

/** Holds a cause back until it has lasted. */
export class Patience {
  #since: number | undefined;

  /** The cause, once there has been one for so long. */
  tried(cause: string | null, nowMs: number): string | null {
    if (cause === null) this.#since = undefined;
    else this.#since ??= nowMs;
    return cause !== null && nowMs - this.#since! >= PATIENCE_MS ? cause : null;
  }
}
