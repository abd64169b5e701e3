import { eventually } from '../src/deadline';
import { innocent, Ledger } from '../src/ledger';
import { Load } from '../src/load';
import { Pod } from '../src/pod';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

const CUTS = Number(process.env.POWER_CUTS ?? 50);

describe.each(['ext4', 'xfs'] as const)('%s', (kind) => {
  it(`keeps every acknowledged visit over ${CUTS} power cuts under load`, async () => {
    // A lazy commit timer: only our own syncs make anything durable.
    const volume = fileSystem(kind, 64, kind === 'ext4' ? 'commit=300' : '');
    const pod = await Pod.of({ dataDir: volume.path, env: { LOG_KEEP_BYTES: '33554432' } });
    await pod.ready();
    const ledger = new Ledger();
    for (let cut = 0; cut < CUTS; cut += 1) {
      const load = new Load({ url: pod.url, connections: 32, ledger });
      const goal = ledger.receipts.length + 1 + Math.floor(Math.random() * 300);
      await eventually(`cut ${cut}: visits are counted`, 60_000, () => ledger.receipts.length >= goal);
      // Who runs on after the cut is no witness: the kernel then says of some syncs that they succeeded.
      const told = ledger.receipts.length;
      volume.cutPower();
      await pod.end('SIGKILL');
      await load.stop();
      ledger.retractAfter(told);
      volume.restorePower();
      pod.start();
      await pod.ready(60_000);
    }
    await pod.end('SIGTERM');
    const verdict = ledger.judge(volume.path);
    expect(verdict).toMatchObject({ ...innocent, view: verdict.count });
    expect(ledger.receipts.length).toBeGreaterThan(CUTS);
  });
});
