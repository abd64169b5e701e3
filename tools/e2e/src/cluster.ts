import { AppsV1Api, CoreV1Api, KubeConfig, StorageV1Api } from '@kubernetes/client-node';

/** The cluster of KUBECONFIG. Only a context that E2E_CONTEXT names is ever touched. */
export const config = new KubeConfig();
config.loadFromDefault();

export const context = config.getCurrentContext();
if (!context || context !== process.env.E2E_CONTEXT)
  throw new Error(
    `the current context is ${context}, E2E_CONTEXT names ${process.env.E2E_CONTEXT}: not touched. ` +
      'Set E2E_CONTEXT to the context of a cluster that tests may use.',
  );

export const core = config.makeApiClient(CoreV1Api);
export const apps = config.makeApiClient(AppsV1Api);
export const storage = config.makeApiClient(StorageV1Api);

/** The storage classes of the cluster by their names. */
export async function storageClasses(): Promise<string[]> {
  const { items } = await storage.listStorageClass();
  return items.map(({ metadata }) => metadata!.name!);
}
