import { type Labels, Manifests, selects } from '@visits/testing/manifests';
import { rules } from './rules';
import { renderWritten } from './scratch';

/** What somebody writes over an overlay of ours to have a second set beside the first. */
const over = (written: object): Manifests =>
  renderWritten((deploy) => ({ resources: [`${deploy}/overlays/clusterip-pair`], ...written }));
const labelled = (instance: string) => ({
  labels: [{ pairs: { 'app.kubernetes.io/instance': instance }, includeSelectors: true }],
});

/** Where the pods of each set look for siblings, and as whom. */
const lookedUp = (manifests: Manifests): string[][] =>
  manifests.workloads.map(({ name, set, app }) => [
    `${set.metadata?.namespace}/${name}`,
    manifests.environment(app).HEADLESS_SERVICE ?? 'nowhere',
  ]);
/** A label of somebody's own gets into the claims as well: it is theirs to keep. */
const findings = (manifests: Manifests): string[] =>
  Object.values(rules)
    .flatMap((rule) => [...rule.check(manifests)])
    .filter((finding) => !finding.includes('the claim has the label app.kubernetes.io/instance'));

it.each<[string, object, string[][]]>([
  [
    'a prefix',
    { namePrefix: 'dev-' },
    [
      ['default/dev-calculator', 'dev-calculator-headless'],
      ['default/dev-clock', 'dev-clock-headless'],
    ],
  ],
  [
    'a suffix',
    { nameSuffix: '-two' },
    [
      ['default/calculator-two', 'calculator-headless-two'],
      ['default/clock-two', 'clock-headless-two'],
    ],
  ],
  [
    'both, in another namespace',
    { namePrefix: 'dev-', nameSuffix: '-two', namespace: 'lab' },
    [
      ['lab/dev-calculator-two', 'dev-calculator-headless-two'],
      ['lab/dev-clock-two', 'dev-clock-headless-two'],
    ],
  ],
  [
    'another namespace and a label of its own',
    { namespace: 'lab', ...labelled('second') },
    [
      ['lab/calculator', 'calculator-headless'],
      ['lab/clock', 'clock-headless'],
    ],
  ],
])('%s: each pod looks for its siblings under the name that its Service has then', (_, written, expected) => {
  const manifests = over(written);
  expect(lookedUp(manifests)).toEqual(expected);
  expect(findings(manifests)).toEqual([]);
});

const everyName = ({ objects }: Manifests): string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata?.namespace}/${metadata?.name}`);

/** Both as two `kubectl apply -k` leave them: objects of one name are one object. */
function together(...renders: Manifests[]): Manifests {
  const names = renders.flatMap(everyName);
  expect(names).toHaveLength(new Set(names).size);
  return new Manifests(renders.flatMap(({ objects }) => objects));
}

/** Pairs of a selector's owner and a set in its namespace whose pods it catches. */
function catches({ sets, services, budgets, workloads }: Manifests): string[] {
  const selectors = [
    ...sets.map(({ metadata, spec }) => [metadata, spec?.selector.matchLabels] as const),
    ...services.map(({ metadata, spec }) => [metadata, spec?.selector] as const),
    ...budgets.map(({ metadata, spec }) => [metadata, spec?.selector?.matchLabels] as const),
  ];
  return selectors.flatMap(([metadata, selector]) =>
    workloads
      .filter(({ set }) => set.metadata?.namespace === metadata?.namespace)
      .filter(({ labels }) => selects(selector as Labels, labels))
      .map(({ name }) => `${metadata?.name}: ${name}`),
  );
}

describe('two sets side by side', () => {
  const own = ['', '-headless'].flatMap((part) => [`calculator${part}: calculator`, `clock${part}: clock`]);

  it('in two namespaces have nothing in common', () => {
    const both = together(over({}), over({ namespace: 'lab' }));
    for (const selected of new Set(catches(both))) expect(own).toContain(selected);
  });

  it('in one namespace need a prefix, and a label of their own: without it each selects the pods of the other', () => {
    const named = together(over({}), over({ namePrefix: 'dev-' }));
    expect(catches(named)).toContain('dev-clock-headless: clock');
    const both = together(over(labelled('first')), over({ namePrefix: 'dev-', ...labelled('second') }));
    const expected = own.flatMap((selected) => [selected, selected.replaceAll(/\b(c)/g, 'dev-$1')]);
    expect(new Set(catches(both))).toEqual(new Set(expected));
  });
});
