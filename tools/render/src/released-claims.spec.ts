import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from './kubectl';
import { Manifests } from './manifests';
import { kustomizations, workspaceRoot } from './workspace';

type Claims = Record<string, Record<string, unknown>>;

const released = JSON.parse(
  readFileSync(join(workspaceRoot, 'deploy/released-claims.json'), 'utf8'),
) as Claims;

it.each(kustomizations('overlays'))(
  '%s asks for the claims of the last release: the API server takes no others',
  (overlay) => {
    const { workloads } = Manifests.parse(render(`deploy/overlays/${overlay}`));
    const claims = Object.fromEntries(
      workloads.map(({ name, set }) => [name, set.spec?.volumeClaimTemplates]),
    );
    expect(claims).toEqual(released[overlay]);
  },
);
