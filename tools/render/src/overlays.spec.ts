import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from './kubectl';
import { Manifests } from './manifests';
import { reports, rowOf } from './reports';
import { rules } from './rules';
import { schemaFindings } from './schema';
import { kustomizations, workspaceRoot } from './workspace';

const overlays = kustomizations('overlays');

it('there is an overlay for each report, and no other', () => {
  expect(overlays).toEqual(Object.keys(reports).sort());
});

describe.each(overlays)('%s', (overlay) => {
  const manifests = Manifests.parse(render(`deploy/overlays/${overlay}`));

  it('has only fields that Kubernetes knows, of the right type', async () => {
    const findings = await Promise.all(manifests.objects.map(schemaFindings));
    expect(findings.flat()).toEqual([]);
  });

  it.each(Object.values(rules))('$name', (rule) => {
    expect([...rule.check(manifests)]).toEqual([]);
  });

  it('is what the report ran', () => {
    const { report: _, ...facts } = reports[overlay]!;
    expect(rowOf(manifests)).toEqual(facts);
  });

  it('is a short list of differences', () => {
    const lines = readFileSync(join(workspaceRoot, 'deploy/overlays', overlay, 'kustomization.yaml'), 'utf8');
    expect(lines.split('\n').length - 1).toBeLessThan(30);
  });
});
