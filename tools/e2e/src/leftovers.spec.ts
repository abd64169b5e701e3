import { core } from './cluster';
import { eventually } from '@visits/testing/eventually';
import { ownCluster, ownObjects } from './environments';
import { check } from './evidence';
import { kubectl } from './kubectl';
import { ownLabel } from './namespace';

const DEADLINE_MS = 120_000;

check(
  'nothing of ours is left: no namespace, no volume, and on an own cluster no object',
  async () => {
    await eventually('our namespaces and volumes are gone', DEADLINE_MS, async () => {
      const left = [...(await namespaces()), ...(await volumes()), ...(ownCluster ? await objects() : [])];
      expect(left).toEqual([]);
      return true;
    });
  },
  { timeoutMs: DEADLINE_MS + 10_000 },
);

async function namespaces(): Promise<string[]> {
  const { items } = await core.listNamespace({ labelSelector: ownLabel });
  return items.map(({ metadata }) => `namespace ${metadata?.name}`);
}

async function volumes(): Promise<string[]> {
  const { items } = await core.listPersistentVolume();
  return items
    .filter(({ spec }) => ownCluster || spec?.claimRef?.namespace?.startsWith('visits-e2e-'))
    .map(({ metadata, spec }) => `volume ${metadata?.name} of ${spec?.claimRef?.namespace}`);
}

async function objects(): Promise<string[]> {
  const { stdout } = await kubectl(['get', '--all-namespaces', '-o', 'name', ...ownObjects]);
  return stdout.split('\n').filter(Boolean);
}
