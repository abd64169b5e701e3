import { processIdentity } from '../process/process-identity';
import { Metrics } from './metrics';

describe('metrics', () => {
  it('bound the methods', async () => {
    const metrics = new Metrics(processIdentity('clock'), true);
    metrics.request('BREW', 'other', 404, 0.001);
    expect(await metrics.registry.metrics()).toContain('_count{method="other",route="other",code="404"} 1');
  });

  it('of a service without its own page are empty: the sidecar fills them itself', async () => {
    const metrics = new Metrics(processIdentity('metrics-sidecar'), false);
    metrics.request('GET', '/', 200, 0.001);
    expect((await metrics.registry.metrics()).trim()).toBe('');
  });
});
