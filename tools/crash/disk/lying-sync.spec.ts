import { eventually } from '@visits/testing/eventually';
import { innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
import { FaultShim } from './fault-shim';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

let shim: FaultShim;
beforeEach(() => (shim = new FaultShim()));
afterEach(() => shim.remove());

/** The suite's own proof: a power cut under these syncs loses visits, and the ledger that acquits elsewhere convicts. */
it.each(['ext4', 'xfs'] as const)(
  '%s whose syncs are acknowledged and not done: the ledger names each visit that a power cut took, and no honest one',
  async (kind) => {
    const volume = fileSystem(kind, 64, kind === 'ext4' ? 'commit=300' : '');
    const pod = await Pod.of({ dataDir: volume.path, env: shim.environment('sync:/volume:1+:lie') });
    await pod.ready();
    const ledger = new Ledger(volume.path);
    const visitors = { url: pod.url, connections: 16, ledger };
    const honest = new Load({ ...visitors, visits: 300 });
    await honest.done;
    const before = ledger.copy();
    shim.on();
    const deceived = new Load(visitors);
    await eventually('visits are acknowledged', 60_000, () => ledger.receipts.length > 800);
    volume.cutPower();
    await pod.end('SIGKILL');
    await deceived.stop();
    volume.restorePower();
    shim.off();
    pod.start();
    await pod.ready();
    await new Load({ ...visitors, visits: 100 }).done;
    await pod.end('SIGTERM');
    const { ACK_LOST = 0, ACK_REPLACED = 0, RECEIPT_TWICE = 0 } = ledger.judge(volume.path).violated;
    expect(ACK_LOST + ACK_REPLACED).toBeGreaterThan(300);
    expect(before.judge(volume.path)).toEqual(innocent);
    // The numbers are given again: a count alone would have looked well.
    expect(RECEIPT_TWICE).toBeGreaterThan(50);
  },
);
