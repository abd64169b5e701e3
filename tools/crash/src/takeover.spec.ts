import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cleansUp, visit, volume } from './fixture';
import { eventually } from '@visits/testing/eventually';
import { innocent, Ledger } from '@visits/testing/ledger';
import { Load } from './load';
import { Pod } from '@visits/testing/pod';
import { promised } from './promised';

cleansUp();

/** CI waits two minutes, beyond what any startup budget gives. */
const WAIT_MS = Number(process.env.TAKEOVER_MS ?? 20_000);

it(
  `a second clock on one volume waits ${WAIT_MS / 1000} s without harm, names the holder, then takes over within a second`,
  async () => {
    const dataDir = volume();
    const first = await Pod.of({ dataDir, name: 'clock-0' });
    await first.ready();
    const boot = (await first.answers('/livez')).headers.get('x-boot') as string;
    const second = await Pod.of({ dataDir, name: 'clock-1' });
    await second.answers('/startupz');
    const ledger = new Ledger(dataDir);
    const load = new Load({ url: first.url, connections: 4, ledger });
    const endMs = performance.now() + WAIT_MS;
    while (performance.now() < endMs) {
      const [live, started, ready] = await Promise.all(
        ['/livez', '/startupz', '/readyz'].map((path) => second.get(path)),
      );
      expect([live!.status, started!.status, ready!.status]).toEqual([200, 200, 503]);
      const reason = await ready!.text();
      expect(reason).toContain('clock-0');
      expect(reason).toContain(boot);
      expect(await visit(second.url)).toMatchObject({ status: 503, n: null, code: 'locked' });
      await pause(250);
    }
    expect(readFileSync(join(dataDir, 'LOCK'), 'utf8')).toContain(boot);
    await eventually('the first still counts', 5000, () => ledger.receipts.length > 100);
    await first.end('SIGKILL');
    const diedMs = performance.now();
    await second.ready();
    expect(performance.now() - diedMs).toBeLessThan(promised(1000));
    await load.stop();
    const given = ledger.receipts.length;
    const after = new Load({ url: second.url, connections: 4, ledger, visits: 500 });
    await after.done;
    expect(after.failures).toEqual([]);
    expect(ledger.receipts).toHaveLength(given + 500);
    await second.end('SIGTERM');
    expect(ledger.judge(dataDir)).toEqual(innocent);
  },
  WAIT_MS + 300_000,
);
