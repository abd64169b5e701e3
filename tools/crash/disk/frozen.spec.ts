import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@visits/testing/eventually';
import { visit, visitsOf } from '../src/fixture';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
import type { LoopVolume } from './loop-volume';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

/** Thaws whatever fails meanwhile: a process that waits for a frozen volume cannot be killed. */
async function frozen(volume: LoopVolume, meanwhile: () => Promise<void>): Promise<void> {
  volume.freeze();
  try {
    await meanwhile();
  } finally {
    volume.thaw();
  }
}

it.each(['ext4', 'xfs', 'btrfs'] as const)(
  '%s frozen for a snapshot under load: visits wait, after 5 s they are refused; alive; the snapshot has every receipt',
  async (kind) => {
    const volume = fileSystem(kind, kind === 'ext4' ? 32 : 64);
    const pod = await Pod.of({ dataDir: volume.path });
    await pod.ready();
    const ledger = new Ledger(volume.path);
    const load = new Load({ url: pod.url, connections: 16, ledger });
    const more = (than: number): Promise<unknown> =>
      eventually('visits are counted', 60_000, () => ledger.receipts.length > than + 200);
    await more(0);
    let receipts = NaN;
    await frozen(volume, async () => {
      await pause(1_000); // what was committed before is answered
      receipts = ledger.receipts.length;
      volume.snapshot();
    });
    await more(receipts);
    expect(load.problems).toEqual([]);
    await frozen(volume, async () => {
      // The main thread waits for no disk: one that does would answer after the thaw alone.
      for (let look = 0; look < 10; look += 1)
        expect((await fetch(`${pod.url}/livez`, { signal: AbortSignal.timeout(5_000) })).status).toBe(200);
      expect(await (await pod.answers('/readyz', 503)).text()).toContain('"code":"stalled"');
      expect(await visitsOf(pod.url)).toBe(ledger.receipts.length);
    });
    await pod.ready();
    await more(ledger.receipts.length);
    await load.stop();
    expect((await pod.end('SIGTERM')).code).toBe(0);
    for (const { code } of load.problems) expect(['outcome-unknown', 'stalled', 'opening']).toContain(code);
    expect(ledger.judge(volume.path)).toEqual(innocent);
    const { count, view } = heldBy(volume.path);
    expect(view).toBe(count);

    volume.restoreSnapshot();
    pod.start();
    await pod.ready();
    const { n } = await visit(pod.url);
    expect(n).toBeGreaterThan(receipts);
    expect(n).toBeLessThanOrEqual(receipts + 16 + 1);
    expect((await pod.end('SIGTERM')).code).toBe(0);
  },
);
