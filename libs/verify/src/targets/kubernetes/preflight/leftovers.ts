import { type ClusterClient, ClusterError } from '../client';
import { RUN_LABEL } from '../run-label';
import { inWords, stateOf } from '../undo/lease';
import { findRecords } from '../undo/record';
import { ok, type Result, warning } from './result';

/** What older runs left: their records, leases that nobody renews, namespaces. */
export async function leftovers(
  client: ClusterClient,
  namespace: string,
  everywhere: boolean,
): Promise<Result[]> {
  const where = everywhere ? undefined : namespace;
  const look = `kubectl get configmap,lease ${everywhere ? '-A' : `-n ${namespace}`} -l ${RUN_LABEL}`;
  try {
    const records = await findRecords(client, where);
    const leases = (await client.list('Lease', { namespace: where, labels: RUN_LABEL })).map((lease) =>
      stateOf(client, lease),
    );
    const results = records.map(({ namespace: place, record: { run, holder, startedAt } }): Result => {
      const lease = leases.find((one) => one.run === run);
      const age = inWords(Date.now() + client.clock.offsetMs - Date.parse(startedAt));
      if (lease && !lease.stale)
        return warning(
          'other runs',
          `run ${run} of ${holder} goes on in ${place}, for ${age}`,
          look,
          'Wait for its end, where it is the same set.',
        );
      return warning(
        'leftovers',
        `run ${run} of ${holder} left something in ${place}, ${age} ago`,
        look,
        `visits verify restore ${run} -n ${place}`,
      );
    });
    return results.length > 0 ? results : [ok('leftovers', 'none', look)];
  } catch (error) {
    if (!(error instanceof ClusterError) || error.code !== 'cluster-forbidden') throw error;
    if (everywhere) return leftovers(client, namespace, false);
    return [warning('leftovers', 'they cannot be seen', look, `visits verify rbac -n ${namespace}`)];
  }
}
