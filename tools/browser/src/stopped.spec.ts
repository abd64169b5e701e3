import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAll, Pod } from '@visits/testing/pod';
import { LocalSet } from '../local-set.mjs';
import { isLive, totalOn, untilTotal, watchedPage } from './watched-page';

const dataDir = mkdtempSync(join(tmpdir(), 'visits-browser-'));
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
});

it('a pod that is stopped (SIGSTOP) is not live after five seconds, and live again when it goes on', async () => {
  const pod = await Pod.of({ dataDir });
  try {
    await pod.ready();
    const { page, complaints } = await watchedPage();
    await page.goto(pod.url);
    const live = await untilTotal(page, 'live', (total) => isLive(total) && total.bound === 'exactly');
    // Longer than the patience of the page: one that lives is not taken for stopped.
    await page.waitForTimeout(7000);
    expect((await totalOn(page)).seen).toBe(live.seen);
    pod.signal('SIGSTOP');
    const stopped = await untilTotal(page, 'not live', ({ seen }) => !seen.startsWith('Live'), 8000);
    expect(stopped).toMatchObject({
      seen: 'Not live, trying again. Last seen by clock-0.',
      bound: 'at least',
    });
    expect(stopped.sum).toBe(live.sum);
    expect(stopped.rows).toEqual([
      expect.stringMatching(/^clock-0: last heard (just now|\d+ s ago), answered you/),
    ]);
    expect(await page.locator('.total.stale').count()).toBe(1);
    pod.signal('SIGCONT');
    // What it knew has aged meanwhile: it is exact once it has looked again.
    await untilTotal(page, 'live again', (total) => isLive(total) && total.bound === 'exactly');
    expect(await page.locator('.total.stale').count()).toBe(0);
    expect(complaints).toEqual([]);
  } finally {
    await killAll();
  }
});

it('where it has a sibling, the page goes on with that one', async () => {
  const set = await LocalSet.start({ clocks: 2, calculators: 1 });
  try {
    const { page } = await watchedPage();
    // A pod that has just started names no total before it has heard from its sibling.
    for (const pod of ['clock-0', 'clock-1'])
      while (!(await fetch(`${set.urlOf(pod)}/total`)).ok) await page.waitForTimeout(50);
    await page.goto(set.clock);
    const { seen } = await untilTotal(page, 'live', isLive);
    const [, pod = ''] = /as (\S+) sees/.exec(seen) ?? [];
    process.kill(set.pidOf(pod), 'SIGSTOP');
    await untilTotal(page, 'another pod', (total) => isLive(total) && !total.seen.includes(pod));
    process.kill(set.pidOf(pod), 'SIGCONT');
  } finally {
    await set.stop();
  }
});
