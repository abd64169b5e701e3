import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { render } from './kubectl';
import { Manifests } from './manifests';
import { type RuleName, rules } from './rules';
import { kustomizations, workspaceRoot } from './workspace';

const scratch = join(workspaceRoot, 'tmp/render');

/** What each component is for: a patch whose target matches nothing renders without a word. */
const effects: Record<string, (manifests: Manifests) => unknown> = {
  namespace: ({ namespaces }) => namespaces[0]?.metadata?.name === 'somewhere',
  'network-policy': ({ policies }) => policies.length === 1,
  'ordered-ready': ({ sets }) => sets.every(({ spec }) => spec?.podManagementPolicy === 'OrderedReady'),
  'pod-monitor': ({ monitors }) => monitors.length === 1,
  'service-loadbalancer': ({ services }) =>
    services.every(({ spec }) => (spec?.type === 'LoadBalancer') === (spec?.clusterIP !== 'None')),
  'storage-rwop': ({ workloads }) =>
    workloads.every(({ claim }) => claim?.spec?.accessModes?.join() === 'ReadWriteOncePod'),
  'storage-rwx': ({ workloads }) =>
    workloads.every(({ claim }) => claim?.spec?.accessModes?.join() === 'ReadWriteMany'),
  'update-on-delete': ({ sets }) =>
    sets.every(({ spec }) => JSON.stringify(spec?.updateStrategy) === '{"type":"OnDelete"}'),
};

function renderWith(components: string[]): Manifests {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'with-'));
  const deploy = relative(folder, join(workspaceRoot, 'deploy'));
  const resources = kustomizations('base')
    .filter((name) => name !== 'pod')
    .map((name) => `${deploy}/base/${name}`);
  const kustomization = {
    namespace: 'somewhere',
    resources,
    components: components.map((name) => `${deploy}/components/${name}`),
  };
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
  try {
    return Manifests.parse(render(relative(workspaceRoot, folder)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function findings(manifests: Manifests, except: RuleName[] = []): string[] {
  const kept = Object.entries(rules).filter(([name]) => !except.includes(name as RuleName));
  return kept.flatMap(([, rule]) => [...rule.check(manifests)]);
}

const base = renderWith([]);

it('the base is complete and valid alone', () => {
  expect(findings(base)).toEqual([]);
});

it('every component has its effect written down', () => {
  expect(Object.keys(effects).sort()).toEqual(kustomizations('components'));
});

it.each(Object.entries(effects))('%s does what it says, and breaks no rule', (name, effect) => {
  expect(effect(base)).toBe(false);
  const manifests = renderWith([name]);
  expect(effect(manifests)).toBe(true);
  // Custom resources are what a component is for.
  expect(findings(manifests, name === 'pod-monitor' ? ['kinds'] : [])).toEqual([]);
});

it('components go together', () => {
  const names = Object.keys(effects).filter((name) => name !== 'storage-rwx');
  const manifests = renderWith(names);
  for (const name of names) expect(effects[name]!(manifests)).toBe(true);
});
