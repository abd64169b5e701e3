import type { Deadlines } from '../../target';
import type { ObjectOf } from '../client';
import { appContainer } from '../pods/app-pod';

/** For what no field of a set tells: scheduling, attaching a volume, pulling an image. */
const PLACING_MS = 60_000;
/** For the kubelet and the API server to agree that a pod is gone. */
const REMOVING_MS = 30_000;
const DEFAULT_GRACE_SECONDS = 30;

/** How long this set may take by its own settings: probes as the kubelet counts them, `minReadySeconds`, the grace. */
export function deadlinesOf(set: ObjectOf<'StatefulSet'>): Deadlines {
  const { template, minReadySeconds = 0 } = set.spec!;
  const { startupProbe, readinessProbe } = appContainer(template);
  const budget = (probe: typeof startupProbe) =>
    probe
      ? (probe.initialDelaySeconds ?? 0) + (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3)
      : 0;
  const seconds = budget(startupProbe) + budget(readinessProbe) + minReadySeconds;
  const grace = template.spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return { readyMs: PLACING_MS + seconds * 1000, stopMs: REMOVING_MS + grace * 1000 };
}
