import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@visits/visits/testing';
import { runningClock } from './running-clock';

it('a cloned claim degrades both pods, which stay ready and name the cure', async () => {
  const ports = [await freePort(), await freePort()];
  const PEERS = ports.map((port) => `http://127.0.0.1:${port}`).join(',');
  const one = await runningClock({ POD_NAME: 'clock-0', PORT: String(ports[0]), PEERS });
  expect((await one.http.get('/readyz').expect(200)).body.details.siblings).toEqual({ status: 'up' });
  await one.http.get('/').expect(200);
  const clone = await mkdtemp(join(tmpdir(), 'clock-clone-'));
  await cp(one.dataDir, clone, { recursive: true, filter: (name) => !name.endsWith('.new') });
  const two = await runningClock({ POD_NAME: 'clock-1', PORT: String(ports[1]), PEERS, DATA_DIR: clone });
  for (const { http } of [one, two]) {
    const end = performance.now() + 10_000;
    for (;;) {
      const { body } = await http.get('/readyz').expect(200);
      if (body.details.siblings.status === 'degraded') {
        expect(body.details.siblings).toMatchObject({
          code: 'duplicate-replica',
          detail: expect.stringContaining('one replica id'),
          action: expect.stringContaining('delete replica.json'),
        });
        break;
      }
      if (performance.now() > end) throw new Error(`never degraded: ${JSON.stringify(body)}`);
      await new Promise((next) => setTimeout(next, 20));
    }
    const { text } = await http.get('/').set('accept', 'text/html').expect(200);
    expect(text).toMatch(/class="note caution">[^]*one replica id[^]*delete replica.json/);
    expect(text).toContain('ready, but see above');
  }
  await two.stop();
  await rm(clone, { recursive: true });
});
