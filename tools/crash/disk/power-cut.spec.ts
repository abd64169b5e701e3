import { eventually } from '@visits/testing/eventually';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

const CUTS = Number(process.env.POWER_CUTS ?? 50);

describe.each(['ext4', 'xfs'] as const)('%s', (kind) => {
  it(`keeps every acknowledged visit over ${CUTS} power cuts under load`, async () => {
    // A lazy commit timer: only our own syncs make anything durable.
    const volume = fileSystem(kind, 64, kind === 'ext4' ? 'commit=300' : '');
    const pod = await Pod.of({ dataDir: volume.path, env: { LOG_KEEP_BYTES: '33554432' } });
    await pod.ready();
    const ledger = new Ledger(volume.path);
    for (let cut = 0; cut < CUTS; cut += 1) {
      const load = new Load({ url: pod.url, connections: 32, ledger });
      const goal = ledger.receipts.length + 1 + Math.floor(Math.random() * 300);
      await eventually(`cut ${cut}: visits are counted`, 60_000, () => ledger.receipts.length >= goal);
      // Who runs on after the cut is no witness: the kernel then says of some syncs that they succeeded.
      ledger.isCut = true;
      volume.cutPower();
      await pod.end('SIGKILL');
      await load.stop();
      ledger.isCut = false;
      volume.restorePower();
      pod.start();
      await pod.ready(60_000);
    }
    await pod.end('SIGTERM');
    expect(ledger.judge(volume.path)).toEqual(innocent);
    const { count, view } = heldBy(volume.path);
    expect(view).toBe(count);
    expect(ledger.receipts.length).toBeGreaterThan(CUTS);
  });
});
