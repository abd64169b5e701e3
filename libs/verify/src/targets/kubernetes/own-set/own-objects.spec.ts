import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { bytesOf, type Manifest, ownObjects } from './own-objects';

const golden = new URL('../../../../../../deploy/golden/verify.yaml', import.meta.url);
const rendered = parseAllDocuments(readFileSync(golden, 'utf8')).map(
  (document) => document.toJS() as Manifest,
);
const all = (shared?: string, choice = {}) => ownObjects(rendered, 'abc', choice, shared);
const textOf = (value: unknown) => JSON.stringify(value);

it('in a namespace of its own it is the overlay, with the run’s label on everything', () => {
  const { namespace, objects, sets } = all();
  expect(namespace).toBe('visits-verify-abc');
  expect(sets).toEqual([
    { app: 'calculator', statefulSet: 'calculator' },
    { app: 'clock', statefulSet: 'clock' },
  ]);
  expect(objects[0]).toMatchObject({ kind: 'Namespace', object: { metadata: { name: namespace } } });
  for (const { object } of objects)
    expect(object.metadata.labels).toMatchObject({ 'visits.dev/verify-run': 'abc' });
  const plain = rendered.map(
    ({ kind, metadata }) => `${kind} ${metadata.name.replace(/^visits-verify$/, namespace)}`,
  );
  expect(objects.map(({ object }) => `${object.kind} ${object.metadata.name}`).sort()).toEqual(plain.sort());
});

it('in a shared one no name and no selector is the one of a set that others may have', () => {
  const { namespace, objects, sets } = all('lab');
  expect(namespace).toBe('lab');
  expect(sets[1]).toEqual({ app: 'clock', statefulSet: 'verify-abc-clock' });
  expect(objects.map(({ kind }) => kind)).not.toContain('Namespace');
  for (const { object } of objects) {
    expect(object.metadata).toMatchObject({ namespace: 'lab', name: expect.stringMatching(/^verify-abc-/) });
    expect(textOf(object)).not.toMatch(/"app\.kubernetes\.io\/name":"(clock|calculator)"/);
  }
  const set = objects.find(
    ({ object }) => object.metadata.name === 'verify-abc-clock' && object.kind === 'StatefulSet',
  );
  expect(set?.object).toMatchObject({ spec: { serviceName: 'verify-abc-clock-headless' } });
  const map = objects.find(
    ({ kind, object }) => kind === 'ConfigMap' && object.metadata.name.includes('clock'),
  );
  expect(map?.object).toMatchObject({ data: { HEADLESS_SERVICE: 'verify-abc-clock-headless' } });
  expect(textOf(set?.object)).toContain(`"configMapRef":{"name":"${map?.object.metadata.name}"}`);
});

it('takes what one may choose, for every container and claim', () => {
  const choice = { replicas: 2, image: 'localhost/visits:mine', storageClass: 'fast', size: '64Mi' };
  for (const { kind, object } of all(undefined, choice).objects) {
    if (kind === 'ConfigMap') expect(object).toMatchObject({ data: { LOG_KEEP_BYTES: '40265318' } });
    if (kind !== 'StatefulSet') continue;
    expect(object).toMatchObject({
      spec: {
        replicas: 2,
        template: {
          spec: { containers: [{ image: choice.image }], initContainers: [{ image: choice.image }] },
        },
        volumeClaimTemplates: [
          { spec: { storageClassName: 'fast', resources: { requests: { storage: '64Mi' } } } },
        ],
      },
    });
  }
});

it.each([
  ['10M', 10_000_000],
  ['1Gi', 2 ** 30],
  ['64', 64],
  ['64mb', Number.NaN],
])('%s are %d bytes', (size, bytes) => {
  expect(bytesOf(size)).toBe(bytes);
});
