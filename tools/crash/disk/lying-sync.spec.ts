import { eventually } from '../src/deadline';
import { Ledger } from '../src/ledger';
import { Load } from '../src/load';
import { Pod } from '../src/pod';
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
    const ledger = new Ledger();
    const visitors = { url: pod.url, connections: 16, ledger };
    const honest = new Load({ ...visitors, visits: 300 });
    await honest.done;
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
    const { lost, doubled } = ledger.judge(volume.path);
    expect(lost.length).toBeGreaterThan(300);
    expect(lost.filter(({ n }) => n <= 300)).toEqual([]);
    // The numbers are given again: a count alone would have looked well.
    expect(doubled.length).toBeGreaterThan(50);
  },
);
