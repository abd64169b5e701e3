import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type V1StatefulSet } from '@kubernetes/client-node';
import { apps } from './cluster';
import { type Namespace } from './namespace';

type Figure = (set: V1StatefulSet) => number | undefined;

const figures: Record<string, Figure> = {
  kube_statefulset_replicas: ({ spec }) => spec?.replicas,
  kube_statefulset_status_replicas_ready: ({ status }) => status?.readyReplicas,
  kube_statefulset_status_replicas_updated: ({ status }) => status?.updatedReplicas,
};

/** What the rules need of kube-state-metrics, for the sets of one namespace: read anew for each scrape. */
export async function kubeState({ name: namespace }: Namespace): Promise<{ target: string; close(): void }> {
  const server = createServer((_, answer) => {
    void apps
      .listNamespacedStatefulSet({ namespace })
      .then(({ items }) => answer.end(pageOf(namespace, items)))
      .catch((error: Error) => answer.writeHead(503).end(error.message));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { target: `127.0.0.1:${port}`, close };
}

function pageOf(namespace: string, sets: readonly V1StatefulSet[]): string {
  const lines = Object.entries(figures).flatMap(([name, figure]) =>
    sets.map((set) => {
      const labels = `namespace="${namespace}",statefulset="${set.metadata!.name}"`;
      return `${name}{${labels}} ${figure(set) ?? 0}\n`;
    }),
  );
  return lines.join('');
}
