import { covers, fieldsOf, type ManagedField, othersSince } from './managers';

const entry = (manager: string, fields: object, more: Partial<ManagedField> = {}): ManagedField => ({
  ...{
    manager,
    operation: 'Update',
    apiVersion: 'apps/v1',
    time: '2026-11-26T10:00:00Z',
    fieldsType: 'FieldsV1',
  },
  fieldsV1: { 'f:spec': fields },
  ...more,
});
const kubectl = entry('kubectl', { 'f:replicas': {}, 'f:template': {} });

it('what was there before, our own changes and the status are nobody else’s', () => {
  const status = entry(
    'kube-controller-manager',
    {},
    { subresource: 'status', time: '2026-11-26T11:00:00Z' },
  );
  expect(othersSince([kubectl], [kubectl, entry('visits-verify', { 'f:replicas': {} }), status])).toEqual([]);
});

it('an autoscaler and a controller that change the spec are', () => {
  const scaler = entry('kube-controller-manager', { 'f:replicas': {} }, { subresource: 'scale' });
  const argo = entry('argocd-controller', { 'f:template': {} });
  expect(othersSince([kubectl], [kubectl, scaler, argo])).toEqual([scaler, argo]);
  expect(fieldsOf(scaler)).toBe('spec.replicas');
});

it('a manager that writes again is seen again', () => {
  const again = { ...kubectl, time: '2026-11-26T10:05:00Z' };
  expect(othersSince([kubectl], [again])).toEqual([again]);
});

it.each([
  ['/spec/replicas', true],
  ['/spec/template/metadata/annotations/a', true],
  ['/spec/serviceName', false],
])('%s: %s', (pointer, covered) => {
  expect(covers(kubectl, pointer)).toBe(covered);
});
