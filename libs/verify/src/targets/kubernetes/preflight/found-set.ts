import { type ClusterClient, ClusterError, type ObjectOf } from '../client';
import { budgetsOf } from '../set/budgets';
import { failed, ok, type Result, warning } from './result';

/** Of a set that is there: steady, named by a headless Service, and not blocked by a budget. */
export async function foundSet(client: ClusterClient, set: ObjectOf<'StatefulSet'>): Promise<Result[]> {
  const { name = '', namespace = '', generation = 0 } = set.metadata ?? {};
  const { replicas = 1, serviceName = '' } = set.spec!;
  const { readyReplicas = 0, observedGeneration = 0, currentRevision, updateRevision } = set.status ?? {};
  const look = `kubectl -n ${namespace} get sts ${name}`;
  const steady =
    readyReplicas === replicas && observedGeneration >= generation && currentRevision === updateRevision;
  const results = [
    steady
      ? ok(`sts/${name}`, `${readyReplicas} of ${replicas} ready`, look)
      : failed(
          `sts/${name}`,
          `${readyReplicas} of ${replicas} ready${currentRevision === updateRevision ? '' : ', in the midst of a rollout'}`,
          `kubectl -n ${namespace} describe sts ${name}`,
          'A run begins with a set that is steady: wait, or see why it is not.',
        ),
  ];
  const services = await client.list('Service', { namespace });
  const governing = services.find(({ metadata }) => metadata?.name === serviceName);
  const serviceLook = `kubectl -n ${namespace} get service ${serviceName || '(none)'}`;
  results.push(
    governing?.spec?.clusterIP === 'None'
      ? ok(`governing Service of ${name}`, `${serviceName} is headless`, serviceLook)
      : failed(
          `governing Service of ${name}`,
          governing
            ? `${serviceName} is not headless: pods have no names of their own`
            : `${serviceName || '(none)'} is not there`,
          serviceLook,
          'Make it with clusterIP: None (see deploy/base/pod/service-headless.yaml).',
        ),
  );
  results.push(...(await budget(client, set)));
  return results;
}

async function budget(client: ClusterClient, set: ObjectOf<'StatefulSet'>): Promise<Result[]> {
  const { name = '', namespace = '' } = set.metadata ?? {};
  const look = `kubectl -n ${namespace} get pdb`;
  try {
    const [ours] = await budgetsOf(client, set);
    if (!ours)
      return [
        warning(
          `budget of ${name}`,
          'none: a drain may take all pods at once',
          look,
          'See deploy/base/pod/pdb.yaml.',
        ),
      ];
    const { disruptionsAllowed = 0 } = ours.status ?? {};
    if (disruptionsAllowed > 0)
      return [ok(`budget of ${name}`, `${disruptionsAllowed} may be evicted`, look)];
    return [
      warning(
        `budget of ${name}`,
        `${ours.metadata?.name} allows no eviction: drain would wait, and end as undecided`,
        look,
        'maxUnavailable: 1 lets one pod at a time go.',
      ),
    ];
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'cluster-forbidden') return [];
    throw error;
  }
}
