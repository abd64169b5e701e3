import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from './kubectl';
import { Manifests } from './manifests';
import { reports, rowOf } from './reports';
import { workspaceRoot } from './workspace';

const readme = readFileSync(join(workspaceRoot, 'deploy/README.md'), 'utf8');
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('| [`'))
  .map((line) => line.split('|').map((cell) => cell.trim().replace(/^\[`(.+)`\]\(.*\)$/, '$1')));

it('the table of overlays is what they render', () => {
  const told = rows.map(([, overlay, report, namespace, replicas, service, claim]) => ({
    ...{ overlay, report, namespace, replicas, service, claim },
  }));
  const rendered = Object.entries(reports).map(([overlay, { report }]) => ({
    overlay,
    report,
    ...rowOf(Manifests.parse(render(`deploy/overlays/${overlay}`))),
  }));
  expect(told).toEqual(rendered);
});
