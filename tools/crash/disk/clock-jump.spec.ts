import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@visits/testing/eventually';
import { cleansUp, visit, volume } from '../src/fixture';
import { heldBy, innocent, Ledger, type Receipt } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';

cleansUp();

const library = execFileSync('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketime.so.1'], {
  encoding: 'utf8',
}).trim();

it('the clock of the wall jumps back an hour under load: order is by count, and nothing breaks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'visits-faketime-'));
  const offset = join(folder, 'offset');
  writeFileSync(offset, '+0');
  const dataDir = volume();
  const pod = await Pod.of({
    dataDir,
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: offset,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  });
  await pod.ready();
  const ledger = new Ledger(dataDir);
  const load = new Load({ url: pod.url, connections: 16, ledger });
  await eventually('visits before the jump', 60_000, () => ledger.receipts.length > 500);
  writeFileSync(offset, '-3600');
  const jumped = (receipt: Receipt | undefined) => Date.parse(receipt?.at ?? '') < Date.now() - 3_000_000;
  await eventually('a visit an hour earlier', 60_000, () => jumped(ledger.receipts.at(-1)));
  const atTheJump = ledger.receipts.length;
  await eventually('visits after the jump', 60_000, () => ledger.receipts.length > atTheJump + 500);
  await load.stop();
  await pod.end('SIGKILL');
  pod.start();
  await pod.ready();
  const seq = ledger.send();
  const { n } = await visit(pod.url);
  ledger.unknown(seq, 'not-kept');
  expect(n).toBeGreaterThan(ledger.receipts.length);
  await pod.end('SIGTERM');
  expect(ledger.judge(dataDir)).toEqual(innocent);
  const { count, view } = heldBy(dataDir);
  expect(view).toBe(count);
  rmSync(folder, { recursive: true });
});
