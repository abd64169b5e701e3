import { hostname } from 'node:os';
import type { ObjectOf } from '../client';
import { RUN_LABEL } from '../run-label';
import { ApiServer } from '../testing/api-server';
import { asConfigMap } from '../undo/record';
import { restoreCluster } from './restore';

let api: ApiServer;
beforeEach(async () => (api = await ApiServer.start()));
afterEach(() => api.stop());

const lease = (run: string, pid: number) =>
  ({
    metadata: { name: `visits-verify-${run}`, uid: run, labels: { [RUN_LABEL]: run } },
    spec: {
      ...{ holderIdentity: `somebody@${hostname()}/${pid}`, leaseDurationSeconds: 60 },
      ...{ renewTime: new Date().toISOString(), acquireTime: new Date().toISOString() },
    },
  }) as ObjectOf<'Lease'>;

/** No process has so large a number. */
const NOBODY = 2 ** 30;
const restore = (run?: string) =>
  restoreCluster({ kubeconfig: api.kubeconfig, namespace: 'lab', run }, () => undefined);

it('the lease of a run that died before it had written anything down goes; one that is renewed stays', async () => {
  api.put('Lease', lease('dead', NOBODY));
  api.put('Lease', lease('alive', process.pid));
  expect(await restore()).toEqual([{ run: 'dead', namespace: 'lab', left: [] }]);
  expect([api.has('Lease', 'visits-verify-dead'), api.has('Lease', 'visits-verify-alive')]).toEqual([
    ...[false, true],
  ]);
});

it('nodes take pods again before a set is waited for, whose pods may have no other', async () => {
  const set = { name: 'clock', uid: 'u', metadata: {}, spec: { replicas: 1 } } as never;
  const record = { schema: 1, run: 'r', startedAt: '', holder: '-', sets: [set], nodes: ['n1'] } as const;
  const { metadata, ...map } = asConfigMap('lab', record);
  api.put('ConfigMap', { ...map, metadata: { ...metadata, uid: 'm' } });
  const asked: string[] = [];
  api.refuses = (_, path) => void asked.push(path);
  api.onMade = (kind, object) => {
    const status = { replicas: 1, readyReplicas: 1, updatedReplicas: 1 };
    api.put(kind, { ...object, status } as never);
  };
  expect(await restore()).toEqual([{ run: 'r', namespace: 'lab', left: [] }]);
  const at = (path: string) => asked.findIndex((one) => one.includes(path));
  expect(at('/nodes/n1')).toBeGreaterThan(-1);
  expect(at('/nodes/n1')).toBeLessThan(at('/statefulsets'));
});

it('a run of which nothing is left is an error', async () => {
  await expect(restore('none')).rejects.toMatchObject({ code: 'run-missing' });
});
