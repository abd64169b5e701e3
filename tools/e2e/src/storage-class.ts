import { randomBytes } from 'node:crypto';
import { storage } from './cluster';

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** A class of a name of its own that is made as the default one is. */
export async function secondClass(): Promise<{ readonly name: string; remove(): Promise<void> }> {
  const { items } = await storage.listStorageClass();
  const like = items.find(({ metadata }) => metadata?.annotations?.[IS_DEFAULT] === 'true');
  if (!like) throw new Error('the cluster has no default StorageClass');
  const name = `visits-e2e-${randomBytes(2).toString('hex')}`;
  const { provisioner, parameters, reclaimPolicy, volumeBindingMode } = like;
  const body = { metadata: { name }, provisioner, parameters, reclaimPolicy, volumeBindingMode };
  await storage.createStorageClass({ body });
  return { name, remove: async () => void (await storage.deleteStorageClass({ name })) };
}
