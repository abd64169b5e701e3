import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleansUp, volume } from './fixture';
import { eventually } from '@visits/testing/eventually';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from './load';
import { Pod } from '@visits/testing/pod';
import { promised } from './promised';

cleansUp();

it.each(['LOCK', 'visits.log'])(
  'rm %s while running: it opens the volume again and loses no visit after that',
  async (name) => {
    const dataDir = volume();
    const pod = await Pod.of({ dataDir });
    await pod.ready();
    const before = new Ledger(dataDir);
    const load = new Load({ url: pod.url, connections: 8, ledger: before });
    await eventually('visits are counted', 60_000, () => before.receipts.length > 200);
    rmSync(join(dataDir, name));
    // The paths are looked at each second. That nobody was refused meanwhile shows nothing: to open again takes a moment.
    await eventually('the removal is seen', promised(5000), () => existsSync(join(dataDir, name)));
    await pod.ready();
    await load.stop();
    const highest = Math.max(...before.receipts.map(({ n }) => n));
    const after = new Ledger(dataDir);
    await new Load({ url: pod.url, connections: 8, ledger: after, visits: 300 }).done;
    expect(Math.min(...after.receipts.map(({ n }) => n))).toBeGreaterThan(highest);
    await pod.end('SIGTERM');
    expect(after.judge(dataDir)).toEqual(innocent);
    const { count, view } = heldBy(dataDir);
    expect(view).toBe(count);
    expect(after.receipts).toHaveLength(300);
  },
);
