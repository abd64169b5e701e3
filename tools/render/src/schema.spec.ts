import { schemaFindings } from './schema';

const service = (spec: unknown) =>
  ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'clock' }, spec }) as object;

it.each([
  ['an unknown field', { clusterIp: 'None' }, ['Service/clock.spec.clusterIp is unknown']],
  ['a wrong type', { ports: [{ port: '8080' }] }, ['Service/clock.spec.ports[0].port is no number']],
  ['a map for a list', { ports: { port: 8080 } }, ['Service/clock.spec.ports is no list']],
  ['a number in labels', { selector: { app: 1 } }, ['Service/clock.spec.selector.app is no string']],
  ['null', { selector: null }, ['Service/clock.spec.selector is null']],
  ['nothing wrong', { ports: [{ port: 8080, targetPort: 'http' }], selector: { app: 'clock' } }, []],
])('finds %s', async (_, spec, findings) => {
  expect(await schemaFindings(service(spec))).toEqual(findings);
});

it('refuses what it has no schema for, instead of letting it through', async () => {
  expect(await schemaFindings({ apiVersion: 'acme.io/v1', kind: 'Thing' })).toEqual([
    'Thing: no schema for acme.io/v1',
  ]);
});
