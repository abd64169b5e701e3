import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kustomizations, workspaceRoot } from '@visits/testing/workspace';
import { clean, Linter } from './linter';

/** The oldest that deploy/README.md names (kubectl 1.32 brings it), and the newest. */
const versions = ['5.5.0', '5.8.2'];

describe.each(versions)('kustomize %s', (version) => {
  const kustomize = Linter.go('sigs.k8s.io/kustomize/kustomize/v5', version);

  kustomize.it.each(kustomizations('overlays'))('renders the bytes of the golden file of %s', (overlay) => {
    const golden = readFileSync(join(workspaceRoot, 'deploy/golden', `${overlay}.yaml`), 'utf8');
    expect(kustomize.run('build', `deploy/overlays/${overlay}`)).toEqual({ ...clean, output: golden });
  });
});
