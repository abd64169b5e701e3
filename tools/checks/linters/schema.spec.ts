import { overlays } from '@visits/testing/overlay';
import { kubernetesValidate, schemaFindings } from './kubernetes-validate';

/** The oldest Kubernetes that we support, and the newest that the validator knows. */
describe.each(['1.33', '1.37'])('the strict schema of Kubernetes %s', (kubernetes) => {
  kubernetesValidate.it.each(overlays)('takes every object of %s', (overlay) => {
    expect(schemaFindings(kubernetes, `deploy/golden/${overlay}.yaml`)).toEqual([]);
  });
});
