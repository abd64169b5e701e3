import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifests } from '@visits/testing/manifests';
import { workspaceRoot } from '@visits/testing/workspace';
import { parse } from 'yaml';
import { rules } from './rules';
import { renderWritten } from './scratch';

const page = readFileSync(join(workspaceRoot, 'docs/gitops.md'), 'utf8');
const [remote = '', pruning = '', clockOnly = ''] = [
  ...page.matchAll(/```yaml\n(# kustomization\.yaml\n[^]*?)```/g),
].map(([, text]) => text!);

/** What the page has people write, with our own folders where it names a repository or a neighbour. */
const rendered = (text: string): Manifests =>
  renderWritten((deploy) =>
    parse(
      text
        .replaceAll(/https:\/\/<repository>\/\/deploy(\S+)\?ref=\S+/g, `${deploy}$1`)
        .replaceAll('../../components', `${deploy}/components`)
        .replaceAll('[../', `[${deploy}/overlays/`),
    ),
  );
const findings = (manifests: Manifests): string[] =>
  Object.values(rules).flatMap((rule) => [...rule.check(manifests)]);
const ingresses = ({ objects }: Manifests) => objects.filter(({ kind }) => kind === 'Ingress');

it('a remote base takes a namespace, an image, replicas, labels and a setting, and breaks no rule', () => {
  const manifests = rendered(remote);
  expect(findings(manifests)).toEqual([]);
  for (const { name, set, app, claim } of manifests.workloads) {
    expect(set.metadata?.namespace).toBe('visits-prod');
    expect(app.image).toMatch(/^registry\.example\.com\/visits:/);
    expect(set.spec?.replicas).toBe(name === 'clock' ? 3 : 2);
    expect(set.metadata?.labels).toMatchObject({ team: 'demo' });
    expect(claim?.metadata?.labels).not.toHaveProperty('team');
    if (name === 'clock') expect(manifests.environment(app).TIME_ZONE).toBe('Europe/Paris');
  }
  expect(ingresses(manifests).map((object) => JSON.stringify(object))).toEqual([
    expect.stringContaining('"calculator.example.com"'),
    expect.stringContaining('"clock.demo.example.com"'),
  ]);
});

it('what must not be pruned says so', () => {
  const { namespaces, configMaps } = rendered(pruning);
  const kept = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
  expect(namespaces.map(({ metadata }) => metadata?.annotations)).toEqual([
    { ...kept, 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
  ]);
  expect(configMaps.map(({ metadata }) => metadata?.annotations)).toEqual([kept]);
});

it('an overlay without the calculator has no Ingress for it', () => {
  expect(ingresses(rendered(clockOnly)).map(({ metadata }) => metadata?.name)).toEqual(['clock']);
});
