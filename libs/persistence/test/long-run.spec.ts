import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@visits/testing/eventually';
import { checkVolume, openVolume, readVolume } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { opened, SWIFT } from './harness';

const TIMINGS = { ...SWIFT, checkMs: 2 ** 30 };

/**
 * A month at 100 visits a second is 259,200,000 visits in 17 GB: 515 rotations of a 64 MiB volume. Here one visit
 * in a thousand is counted, in logs a thousand times smaller, at the end of that month: as many rotations, counts as
 * wide, commits of 64 visits.
 */
test('a month of visits: the logs stay within their bound, the count is right', async () => {
  const MONTH = 259_200_000;
  const SCALE = 1000;
  const keepBytes = 67_108_864 / SCALE;
  const batch = 64;
  const disk = new SimulatedDisk();
  disk.place('visits.txt', `${MONTH - MONTH / SCALE}\n`);
  const journal = await opened(disk.mount(), { keepBytes, timings: TIMINGS });
  let largest = 0;
  let commitBytes = 0;
  let rotations = 0;
  disk.fault = ({ operation, name }) => {
    if (operation === 'rename' && name === 'visits.log') rotations += 1;
    return undefined;
  };
  for (let left = MONTH / SCALE; left > 0; left -= batch) {
    const now = new Date(Date.parse('2026-11-21T00:00:00Z') - left * 10_000); // 100 a second, one in 1000
    const texts = Array.from({ length: Math.min(batch, left) }, () => '16:45:04 Europe/Moscow');
    const visits = await Promise.all(texts.map((text) => journal.append(text, now)));
    const size = (name: string): number => disk.find(name)?.size ?? 0;
    largest = Math.max(largest, size('visits.log') + size('visits.log.1'));
    commitBytes = Math.max(commitBytes, visits.length * 66 + 16);
  }
  expect(journal.status()).toMatchObject({ visits: MONTH, damage: [] });
  await journal.close();
  // The commit that fills a log may overshoot its half, once for each file.
  expect(largest).toBeLessThanOrEqual(keepBytes + 2 * commitBytes);
  expect(rotations).toBeGreaterThan(400);
  expect(await checkVolume(disk.mount())).toMatchObject({ visits: MONTH, last: MONTH, damage: [] });
  expect((await readVolume(disk.mount())).visits).toBe(MONTH);
}, 120_000);

test('the real `tail -F visits.log` shows every line once over a rotation', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'visits-tail-'));
  const journal = await opened(openVolume(dir), { keepBytes: 3000, timings: TIMINGS });
  await journal.append('visit 1');
  const tail = spawn('tail', ['-n', '+1', '-F', 'visits.log'], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let shown = '';
  tail.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const counts = (): number[] => [...shown.matchAll(/^\S+Z (\d+) /gm)].map(([, n]) => Number(n));
  const all = Array.from({ length: 60 }, (_, i) => i + 1);
  for (const n of all.slice(1)) {
    await journal.append(`visit ${n}`);
    // tail looks at the old name's file until it notices the new one: two rotations at once would be its loss.
    await eventually(`tail has line ${n}`, 20_000, () => counts().at(-1) === n);
  }
  expect(counts()).toEqual(all);
  expect(await openVolume(dir).stat('visits.log.1')).not.toBeNull();
  tail.kill();
  await once(tail, 'close');
  await journal.close();
  await rm(dir, { recursive: true });
}, 60_000);
