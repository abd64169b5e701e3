import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, GaveUp } from '@visits/testing/eventually';
import { type RunningService } from '@visits/visits/testing';
import getPort from 'get-port';
import { runningClock } from './running-clock';

/** What /health says of the siblings once it is degraded; the pod is ready all the time. */
const degraded = (http: RunningService['http']) =>
  eventually('degraded siblings', 15_000, async (): Promise<Record<string, string>> => {
    const ready = await http.get('/readyz');
    const { status, body } = await http.get('/health');
    if (ready.status !== 200 || status !== 200) throw new GaveUp(JSON.stringify([ready.body, body]));
    if (body.details.siblings.status === 'degraded') return body.details.siblings;
    throw new Error(JSON.stringify(body));
  });

it('siblings that cannot be found degrade the pod after 5 s, with a command that says why', async () => {
  const { http } = await runningClock({ HEADLESS_SERVICE: 'nobody.invalid.' });
  expect((await http.get('/health').expect(200)).body.details.siblings).toEqual({ status: 'up' });
  expect(await degraded(http)).toMatchObject({
    code: expect.stringMatching(/^dns-/),
    detail: expect.stringContaining('cannot be found'),
    action: expect.stringContaining('visits dns --service nobody.invalid.'),
  });
});

it('a name that leads to another set only degrades the pod, and takes no count from it', async () => {
  const PORT = String(await getPort());
  const other = await runningClock({ POD_NAMESPACE: 'elsewhere', PORT });
  await other.http.get('/').expect(200);
  const { http } = await runningClock({ PEERS: `http://127.0.0.1:${PORT}` });
  expect(await degraded(http)).toMatchObject({ code: 'other-set', action: expect.stringContaining('PEERS') });
  const { body } = await http.get('/replicas').expect(200);
  expect(Object.keys(body.replicas)).not.toContain(other.journal.status().replica);
});

it('a cloned claim degrades both pods, which stay ready and name the cure', async () => {
  const ports = [await getPort(), await getPort()];
  const PEERS = ports.map((port) => `http://127.0.0.1:${port}`).join(',');
  const one = await runningClock({ POD_NAME: 'clock-0', PORT: String(ports[0]), PEERS });
  expect((await one.http.get('/readyz').expect(200)).body.details.siblings).toEqual({ status: 'up' });
  await one.http.get('/').expect(200);
  const clone = await mkdtemp(join(tmpdir(), 'clock-clone-'));
  await cp(one.dataDir, clone, { recursive: true, filter: (name) => !name.endsWith('.new') });
  const two = await runningClock({ POD_NAME: 'clock-1', PORT: String(ports[1]), PEERS, DATA_DIR: clone });
  for (const { http } of [one, two]) {
    expect(await degraded(http)).toMatchObject({
      code: 'duplicate-replica',
      detail: expect.stringContaining('one replica id'),
      action: expect.stringContaining('delete replica.json'),
    });
    const { text } = await http.get('/').set('accept', 'text/html').expect(200);
    expect(text).toMatch(/class="note caution">[^]*one replica id[^]*delete replica.json/);
    expect(text).toContain('ready, but see above');
  }
  await two.stop();
  await rm(clone, { recursive: true });
});
