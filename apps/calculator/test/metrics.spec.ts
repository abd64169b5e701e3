import { Metrics } from '@visits/service';
import { expectDocumented } from '@visits/service/testing';
import { runningCalculator } from './running-calculator';

const isOwn = (name: string) => name.startsWith('calculator_');

it('docs/metrics.md explains each metric that only the calculator has (WRITE_GOLDEN=1 writes the table)', async () => {
  const { shell } = await runningCalculator();
  const metrics = shell.app.get(Metrics);
  // As startService does.
  metrics.countDroppedLines(() => 0);
  const { registry } = metrics;
  await expectDocumented(registry, '## The calculator', isOwn);
  await expectDocumented(
    registry,
    '## The service',
    (name) => !isOwn(name) && !/^(nodejs|process)_/.test(name),
  );
});
