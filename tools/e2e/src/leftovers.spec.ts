import { core } from './cluster';
import { eventually } from './deadline';
import { check } from './evidence';
import { ownLabel } from './namespace';

const DEADLINE_MS = 120_000;

check(
  'no namespace and no volume of ours is left',
  async () => {
    await eventually('our namespaces and volumes are gone', DEADLINE_MS, async () => {
      const namespaces = await core.listNamespace({ labelSelector: ownLabel });
      const volumes = await core.listPersistentVolume();
      const left = [
        ...namespaces.items.map(({ metadata }) => `namespace ${metadata?.name}`),
        ...volumes.items
          .filter(({ spec }) => spec?.claimRef?.namespace?.startsWith('visits-e2e-'))
          .map(({ metadata, spec }) => `volume ${metadata?.name} of ${spec?.claimRef?.namespace}`),
      ];
      if (left.length > 0) throw new Error(left.join(', '));
      return true;
    });
  },
  { timeoutMs: DEADLINE_MS + 10_000 },
);
