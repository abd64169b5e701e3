import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestsOf, overlays } from '@visits/testing/overlay';
import { rules } from './rules';
import { workspaceRoot } from '@visits/testing/workspace';

describe.each(overlays)('%s', (overlay) => {
  const manifests = manifestsOf(overlay);

  it.each(Object.values(rules))('$name', (rule) => {
    expect([...rule.check(manifests)]).toEqual([]);
  });

  it('is a short list of differences', () => {
    const lines = readFileSync(join(workspaceRoot, 'deploy/overlays', overlay, 'kustomization.yaml'), 'utf8');
    expect(lines.split('\n').length - 1).toBeLessThan(30);
  });
});
