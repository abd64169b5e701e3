import { kustomizations } from '../src/workspace';
import { Linter } from './linter';

const validate = Linter.python('kubernetes-validate', '1.37.0', 'kubernetes-validate');

/** The oldest Kubernetes that we support, and the newest that the validator knows. */
describe.each(['1.33', '1.37'])('the strict schema of Kubernetes %s', (kubernetes) => {
  validate.it.each(kustomizations('overlays'))('takes every object of %s', (overlay) => {
    const { status, output } = validate.run('-k', kubernetes, '--strict', `deploy/golden/${overlay}.yaml`);
    const lines = output.trim().split('\n');
    expect(lines.filter((line) => !/^INFO .* passed for resource /.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(5);
    expect(status).toBe(0);
  });
});
