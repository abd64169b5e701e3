import type { Manifests } from '@visits/testing/manifests';
import { type RuleName, rules } from './rules';
import { renderWritten } from './scratch';
import { kustomizations } from '@visits/testing/workspace';

/** What each component is for: a patch whose target matches nothing renders without a word. */
const effects: Record<string, (manifests: Manifests) => unknown> = {
  'gateway-httproute': ({ objects }) => objects.filter(({ kind }) => kind === 'HTTPRoute').length === 2,
  ingress: ({ objects }) => objects.filter(({ kind }) => kind === 'Ingress').length === 2,
  'grafana-dashboard': ({ configMaps }) =>
    configMaps.some(({ metadata }) => metadata?.labels?.grafana_dashboard === '1'),
  namespace: ({ namespaces }) => namespaces[0]?.metadata?.name === 'somewhere',
  'network-policy': ({ policies }) => policies.length === 1,
  'ordered-ready': ({ sets }) => sets.every(({ spec }) => spec?.podManagementPolicy === 'OrderedReady'),
  'pod-monitor': ({ monitors }) => monitors.length === 1,
  'prometheus-rules': ({ alertRules }) => alertRules.length === 1,
  'service-loadbalancer': ({ services }) =>
    services.every(({ spec }) => (spec?.type === 'LoadBalancer') === (spec?.clusterIP !== 'None')),
  'storage-rwop': ({ workloads }) =>
    workloads.every(({ claim }) => claim?.spec?.accessModes?.join() === 'ReadWriteOncePod'),
  'storage-rwx': ({ workloads }) =>
    workloads.every(({ claim }) => claim?.spec?.accessModes?.join() === 'ReadWriteMany'),
  'update-on-delete': ({ sets }) =>
    sets.every(({ spec }) => JSON.stringify(spec?.updateStrategy) === '{"type":"OnDelete"}'),
  workbench: ({ pods, workloads }) =>
    pods.length === 1 && pods[0]?.spec?.containers[0]?.image === workloads[0]?.app.image,
};

function renderWith(components: string[]): Manifests {
  return renderWritten((deploy) => ({
    namespace: 'somewhere',
    resources: kustomizations('base')
      .filter((name) => name !== 'pod')
      .map((name) => `${deploy}/base/${name}`),
    components: components.map((name) => `${deploy}/components/${name}`),
  }));
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
  const isCustom = ['gateway-httproute', 'pod-monitor', 'prometheus-rules'].includes(name);
  expect(findings(manifests, isCustom ? ['kinds'] : [])).toEqual([]);
});

it('components go together', () => {
  const names = Object.keys(effects).filter((name) => name !== 'storage-rwx');
  const manifests = renderWith(names);
  for (const name of names) expect(effects[name]!(manifests)).toBe(true);
});
