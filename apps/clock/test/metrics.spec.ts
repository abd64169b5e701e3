import { Metrics } from '@visits/service';
import { expectDocumented } from '@visits/service/testing';
import { runningClock } from './running-clock';

const isNodes = (name: string) => /^(nodejs|process)_/.test(name);

it('docs/metrics.md explains each metric of the clock (WRITE_GOLDEN=1 writes the tables)', async () => {
  const { shell } = await runningClock();
  const metrics = shell.app.get(Metrics);
  // As startService does.
  metrics.countDroppedLines(() => 0);
  const { registry } = metrics;
  await expectDocumented(registry, '## The service', (name) => !isNodes(name));
  // Elsewhere a process can say less of itself.
  if (process.platform === 'linux') await expectDocumented(registry, '## The process', isNodes);
});
