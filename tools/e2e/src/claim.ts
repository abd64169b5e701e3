import { core } from './cluster';
import { type Namespace } from './namespace';

/** A claim that is there before its set, as from an earlier set of the same name. */
export async function createClaim(namespace: Namespace, name: string, size: string): Promise<void> {
  await core.createNamespacedPersistentVolumeClaim({
    namespace: namespace.name,
    body: {
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } } },
    },
  });
}
