import { join } from 'node:path';
import { manifestsOf, namespaceOf } from '@visits/testing/overlay';
import { workspaceRoot } from '@visits/testing/workspace';
import { Installation } from './installation';
import { kubectl } from './kubectl';
import { Namespace } from './namespace';

export interface Environment {
  readonly namespace: Namespace;
  uninstall(): Promise<void>;
}

/** A cluster that is there for this run only: overlays may go where they are written to go. */
export const ownCluster = process.env.E2E_OWN_CLUSTER !== undefined;

/** The image as `name@sha256:…`, where the nodes know it by that name: production is pinned to it. */
const digest = process.env.E2E_IMAGE_DIGEST;

/** For `kubectl get` and `delete`: all that an overlay makes, by its label. */
export const ownObjects = [
  'statefulset,service,configmap,serviceaccount,pdb,networkpolicy,pod,pvc',
  '-l',
  'app.kubernetes.io/part-of=visits',
];

/** An overlay in a namespace of its own. */
export async function wrapped(overlay: string): Promise<Environment> {
  const namespace = await Namespace.create('overlay');
  await new Installation(namespace, overlay).apply();
  return { namespace, uninstall: () => namespace.remove() };
}

/** An overlay as a user applies it: `kubectl apply -k` and no other step. */
export async function asWritten(overlay: string): Promise<Environment> {
  const { name, isOwn } = namespaceOf(manifestsOf(overlay));
  const found = await kubectl(['-n', name, 'get', ...ownObjects, '-o', 'name']);
  if (found.stdout !== '') throw new Error(`the namespace ${name} is in use: ${found.stdout}`);
  const namespace = await Namespace.open(name);
  if (overlay === 'production' && digest) await new Installation(namespace, overlay).apply({ image: digest });
  else await kubectl(['apply', '--server-side', '-k', join(workspaceRoot, 'deploy/overlays', overlay)]);
  return {
    namespace,
    uninstall: async () => {
      if (isOwn) await kubectl(['delete', 'namespace', name]);
      else await kubectl(['-n', name, 'delete', ...ownObjects]);
      await namespace.pods.until('all pods are gone', 60_000, () => namespace.pods.now.length === 0);
      namespace.forget();
    },
  };
}
