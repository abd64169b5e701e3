import type { ClusterClient, Ref } from '../client';
import { appContainer, dataDirOf } from '../pods/app-pod';
import { byExec } from '../reach/by-exec';
import { byOwnPods } from '../reach/by-own-pods';
import { FILL_FILE, freeVolume } from '../set/fill';
import { selectorOf } from '../set/watched-set';
import { type Leftover, messageOf } from './leftover';

/** Removes from each volume of the set what a run filled it with; without exec, through pods of the run's own. */
export async function freeAgain(
  client: ClusterClient,
  run: string,
  ref: Ref<'StatefulSet'>,
): Promise<Leftover[]> {
  const { namespace } = ref;
  const labels = selectorOf(await client.get(ref));
  const left: Leftover[] = [];
  for (const pod of await client.list('Pod', { namespace, labels })) {
    const name = pod.metadata!.name!;
    const { name: container } = appContainer(pod);
    const command = `kubectl -n ${namespace} exec ${name} -c ${container} -- rm -f ${dataDirOf(pod)}/${FILL_FILE}`;
    try {
      await freeVolume(byExec(client), pod).catch(() => freeVolume(byOwnPods(client, run), pod));
    } catch (error) {
      left.push({ object: `the volume of ${name} in ${namespace}`, why: messageOf(error), command });
    }
  }
  return left;
}
