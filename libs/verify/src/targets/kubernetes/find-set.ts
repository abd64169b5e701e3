import { VerifyError } from '../../errors';
import { nearest } from '../../nearest';
import type { ClusterClient, ObjectOf } from './client';

/** A StatefulSet that is there. Rejects with `set-missing`, which names the nearest. */
export async function findSet(
  client: ClusterClient,
  namespace: string,
  name: string,
): Promise<ObjectOf<'StatefulSet'>> {
  const found = await client.find({ kind: 'StatefulSet', namespace, name });
  if (found) return found;
  const all = (await client.list('StatefulSet', { namespace })).map(({ metadata }) => metadata!.name!);
  throw new VerifyError(
    'set-missing',
    `There is no StatefulSet ${name} in ${namespace}` +
      (all.length === 0 ? ', and no other.' : `; the nearest is ${nearest(name, all)}.`),
    `See: kubectl -n ${namespace} get statefulsets`,
  );
}
