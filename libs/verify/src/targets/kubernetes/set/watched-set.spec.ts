import { eventually } from '@visits/testing/eventually';
import type { TargetPod } from '../../target';
import { ClusterClient, type ObjectOf } from '../client';
import { ApiServer } from '../testing/api-server';
import { WatchedSet } from './watched-set';

let api: ApiServer;
let set: WatchedSet;
let heard: TargetPod[];

const labels = { app: 'clock' };

function pod(uid: string, podIP?: string, ready = true): ObjectOf<'Pod'> {
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'clock', uid: 's' };
  return {
    metadata: { name: 'clock-0', uid, labels, ownerReferences: [owner] },
    spec: { containers: [{ name: 'app' }] },
    status: { podIP, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  } as ObjectOf<'Pod'>;
}

beforeEach(async () => {
  api = await ApiServer.start();
  heard = [];
  const spec = { replicas: 1, selector: { matchLabels: labels } };
  api.put('StatefulSet', {
    metadata: { name: 'clock', uid: 's' },
    spec,
  } as unknown as ObjectOf<'StatefulSet'>);
  api.put('Pod', pod('old', '10.0.0.1'));
  const client = ClusterClient.choose({ kubeconfig: api.kubeconfig });
  const events = { onPod: (seen: TargetPod) => void heard.push(seen), onGone: () => undefined };
  set = new WatchedSet({ client, namespace: 'lab', app: 'clock', name: 'clock', events });
  await set.start();
});

afterEach(async () => {
  await set.stop();
  await api.stop();
});

/** Where the pod is visited, after each of its events. */
async function visitedAt(...changes: (() => void)[]): Promise<string[]> {
  const origins: string[] = [];
  for (const change of changes) {
    const before = heard.length;
    change();
    await eventually('an event', 15_000, () => heard.length > before);
    origins.push(heard.at(-1)!.origin);
  }
  return origins;
}

const life = [
  () => api.remove('Pod', 'clock-0'),
  () => api.put('Pod', pod('new', undefined, false)),
  () => api.put('Pod', pod('new', '10.0.0.2', false)),
  () => api.put('Pod', pod('new', '10.0.0.2')),
  () => api.remove('Pod', 'clock-0'),
];

const [old, next] = ['http://10.0.0.1:8080', 'http://10.0.0.2:8080'];

it('a pod that is gone has no address, until its successor has one', async () => {
  expect(await visitedAt(...life)).toEqual(['', '', next, next, '']);
});

it('one that is forced out is visited where it was, until its successor is ready', async () => {
  set.linger(set.pods[0]!);
  expect(await visitedAt(...life)).toEqual([old, old, old, next, '']);
});
