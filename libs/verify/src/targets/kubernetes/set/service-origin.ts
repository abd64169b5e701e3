import type { ClusterClient, ObjectOf } from '../client';

/** Where the set is reached through its own Service: by address, so that no name is resolved on the way. */
export async function serviceOrigin(client: ClusterClient, set: ObjectOf<'StatefulSet'>): Promise<string> {
  const { namespace } = set.metadata ?? {};
  const labels = set.spec?.template.metadata?.labels ?? {};
  const services = await client.list('Service', { namespace });
  const service = services.find(({ spec }) => {
    const selector = Object.entries(spec?.selector ?? {});
    const selects = selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
    return selects && spec?.clusterIP && spec.clusterIP !== 'None';
  });
  if (!service) return '';
  const { clusterIP = '', ports = [] } = service.spec ?? {};
  const port = (ports.find(({ name }) => name === 'http') ?? ports[0])?.port ?? 80;
  return `http://${clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP}:${port}`;
}
