import { type ClusterClient, ClusterError, type ObjectOf } from '../client';
import type { Need } from '../needs/need';
import { dryRuns, type Planned } from './dry-runs';
import { foundSet } from './found-set';
import { leftovers } from './leftovers';
import { permissions } from './permissions';
import { failed, ok, type Result, warning } from './result';
import { foundStorage, ownStorage } from './storage';

/** The oldest that the manifests are for. */
const OLDEST_MINOR = 33;
/** A writer and pods whose clocks differ more are hard to compare. */
const CLOCK_MS = 2_000;

export interface PreflightOptions {
  readonly namespace: string;
  /** The namespace is there: false where the run makes one. */
  readonly shared: boolean;
  readonly needs: readonly Need[];
  /** Sets that are there; empty for sets of the run's own. */
  readonly found: readonly ObjectOf<'StatefulSet'>[];
  readonly storageClass?: string;
  readonly accessMode: string;
  /** What the run would make, in namespaces that are there. */
  readonly planned: readonly Planned[];
}

/** Looks at all that a run needs, at once. Changes nothing. Rejects only where the cluster does not answer at all. */
export async function preflight(client: ClusterClient, options: PreflightOptions): Promise<Result[]> {
  const { namespace, shared, needs, found, storageClass, accessMode, planned } = options;
  const { gitVersion } = await client.version();
  const looks: [string, Promise<Result[]>][] = [
    ['permissions', permissions(client, needs, shared ? namespace : undefined)],
    ['nodes', nodes(client)],
    ...found.map((set): [string, Promise<Result[]>] => [`sts/${set.metadata?.name}`, foundSet(client, set)]),
    ...found.map((set): [string, Promise<Result[]>] => ['claims', foundStorage(client, set)]),
    ...(found.length === 0
      ? [['storage class', ownStorage(client, storageClass, accessMode)] as [string, Promise<Result[]>]]
      : []),
    ['dry run', dryRuns(client, planned)],
    ['leftovers', leftovers(client, namespace, found.length === 0 && !shared)],
  ];
  const results = await Promise.all(
    looks.map(([name, look]) =>
      look.catch((error: unknown): Result[] => {
        const { message, action } = error as ClusterError;
        return [failed(name, message, action, 'Without it nothing can be said.')];
      }),
    ),
  );
  return [version(gitVersion), clock(client), ...results.flat()];
}

function version(gitVersion: string): Result {
  const minor = Number(/^v1\.(\d+)/.exec(gitVersion)?.[1]);
  const look = 'kubectl version';
  if (minor >= OLDEST_MINOR) return ok('version', gitVersion, look);
  return warning(
    'version',
    `${gitVersion} is older than the manifests are for`,
    look,
    `Kubernetes 1.${OLDEST_MINOR} or newer.`,
  );
}

function clock({ clock: { known, offsetMs, errorMs } }: ClusterClient): Result {
  const look = 'kubectl get --raw /version -v=8 (Date), against: date -u';
  if (!known) return warning('clock', 'the API server does not say its time', look, '');
  const seen = `${offsetMs} ms from this machine's, ± ${errorMs}`;
  return Math.abs(offsetMs) - errorMs <= CLOCK_MS
    ? ok('clock', seen, look)
    : warning('clock', seen, look, 'Let both machines keep time (NTP).');
}

async function nodes(client: ClusterClient): Promise<Result[]> {
  const look = 'kubectl get nodes';
  try {
    const all = await client.list('Node');
    const fit = all.filter(
      ({ spec, status }) =>
        !spec?.unschedulable &&
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    );
    if (fit.length === 0)
      return [failed('nodes', `none of ${all.length} takes pods`, look, 'kubectl uncordon NODE')];
    return [ok('nodes', `${fit.length} of ${all.length} take pods`, look)];
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'cluster-forbidden') return [];
    throw error;
  }
}
