import { hostname } from 'node:os';
import type { ObjectOf } from '../client';
import { RUN_LABEL } from '../run-label';
import { ApiServer } from '../testing/api-server';
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

it('a run of which nothing is left is an error', async () => {
  await expect(restore('none')).rejects.toMatchObject({ code: 'run-missing' });
});
