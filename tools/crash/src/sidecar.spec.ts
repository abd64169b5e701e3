import { spawnSync } from 'node:child_process';
import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleansUp, visit, volume } from './fixture';
import { eventually } from '@visits/testing/eventually';
import { Pod } from '@visits/testing/pod';
import { sampleOf } from '@visits/testing/prometheus-api';

cleansUp();

async function pair() {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir });
  const env = { ADMIN_PORT: `${pod.adminPort}` };
  const sidecar = await Pod.of({ dataDir, program: 'metrics-sidecar', name: 'clock-0', env });
  await pod.ready();
  await sidecar.answers('/healthz');
  const page = async () => (await sidecar.get('/metrics')).text();
  // On a busy machine the app may be later than a scrape waits for it.
  const wholePage = () =>
    eventually('the page has the part of the app', 30_000, async () => {
      const text = await page();
      return sampleOf(text, 'visits_app_up') === 1 && text;
    });
  return { dataDir, pod, sidecar, page, wholePage };
}

/** Node's own series come with the first garbage collection of each kind: a handful, whatever is asked. */
const nodeOwn = /^(nodejs|process)_/;
const series = (page: string) =>
  page
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));

it('serves the count while the app is down, and says that the app is', async () => {
  const { pod, sidecar, page, wholePage } = await pair();
  for (let n = 1; n <= 3; n += 1) expect((await visit(pod.url)).n).toBe(n);
  const up = await wholePage();
  expect(sampleOf(up, 'visits_total')).toBe(3);
  expect(up).toContain('process_cpu_seconds_total');
  await pod.end('SIGKILL');
  const down = await page();
  expect(sampleOf(down, 'visits_total')).toBe(3);
  expect(sampleOf(down, 'visits_app_up')).toBe(0);
  expect(sampleOf(down, 'visits_sidecar_up')).toBe(1);
  expect(down).not.toContain('process_cpu_seconds_total');
  pod.start();
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(4);
  expect(sampleOf(await page(), 'visits_total')).toBe(4);
  expect(await sidecar.end('SIGTERM')).toMatchObject({ code: 0 });
});

it('outlives its volume and never shows an old count as a new one', async () => {
  const { dataDir, pod, sidecar, page } = await pair();
  await visit(pod.url);
  await pod.end('SIGTERM');
  rmSync(dataDir, { recursive: true });
  const gone = await page();
  expect(sampleOf(gone, 'visits_total')).toBeNull();
  expect(sampleOf(gone, 'visits_sidecar_up')).toBe(0);
  expect(gone).toContain('visits_sidecar_read_errors_total{reason="missing"} 1');
  expect((await sidecar.get('/healthz')).status).toBe(200);
  expect(sidecar.running).toBe(true);
});

it('an app that hangs costs its own metrics, not the page', async () => {
  const { pod, page, wholePage } = await pair();
  await visit(pod.url);
  pod.signal('SIGSTOP');
  const hung = await page();
  expect(sampleOf(hung, 'visits_total')).toBe(1);
  expect(sampleOf(hung, 'visits_app_up')).toBe(0);
  pod.signal('SIGCONT');
  await wholePage();
});

it("tells the journal's state and its failures by reason while the app is up, and what the volume says when it is not", async () => {
  const { dataDir, pod, page, wholePage } = await pair();
  await visit(pod.url);
  const up = await wholePage();
  expect(up).toContain('visits_store_state{state="open"} 1\n');
  expect(up).toContain('visits_store_state{state="failed"} 0\n');
  expect(sampleOf(up, 'visits_store_writable')).toBe(1);
  expect(up).toContain('visits_store_append_errors_total{reason="volume-changed"} 0\n');
  // A directory in the place of the log: the journal fails and stays so, the app lives. It is stopped meanwhile, or it
  // might make a new log between the two.
  pod.signal('SIGSTOP');
  rmSync(join(dataDir, 'visits.log'));
  mkdirSync(join(dataDir, 'visits.log'));
  pod.signal('SIGCONT');
  await pod.answers('/readyz', 503);
  const failed = await wholePage();
  expect(sampleOf(failed, 'visits_store_writable')).toBe(0);
  expect(failed).toContain('visits_store_state{state="open"} 0\n');
  expect(failed).toMatch(/^visits_store_append_errors_total\{reason="volume-changed"\} [1-9]/m);
  rmdirSync(join(dataDir, 'visits.log'));
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(2);
  await pod.end('SIGKILL');
  writeFileSync(join(dataDir, 'visits.log'), '2026-11-21T13:45:14.000Z 97 half', { flag: 'a' });
  const down = await page();
  expect(sampleOf(down, 'visits_total')).toBe(2);
  expect(sampleOf(down, 'visits_store_torn_bytes')).toBe(32);
  expect(sampleOf(down, 'visits_store_damage')).not.toBeNull();
  expect(down).not.toContain('visits_store_state');
});

it('1,000 random URLs add no series', async () => {
  const { pod, wholePage } = await pair();
  await visit(pod.url);
  const paths = Array.from({ length: 1000 }, (_, i) => `/${Math.random().toString(36).slice(2)}/${i}?q=${i}`);
  await (await pod.get(paths[0]!)).arrayBuffer();
  const before = series(await wholePage());
  for (const path of paths) await (await pod.get(path)).arrayBuffer();
  const after = series(await wholePage());
  expect(after.filter((one) => !before.includes(one) && !nodeOwn.test(one))).toEqual([]);
  expect(after.length).toBeLessThan(300);
});

it('both pages pass `promtool check metrics`', async () => {
  const found = spawnSync('promtool', ['--version']).status === 0;
  // On a developer's machine promtool may be missing; in CI its absence is a failure.
  if (!found && process.env.CI === undefined) {
    console.warn('promtool is missing (apt-get install prometheus): not checked');
    return;
  }
  const { pod, wholePage } = await pair();
  await visit(pod.url);
  await (await pod.get('/visits')).arrayBuffer();
  const whole = await wholePage();
  const own = await (await fetch(`http://127.0.0.1:${pod.adminPort}/metrics`)).text();
  for (const text of [whole, own]) {
    const check = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(check.stderr + check.stdout).toBe('');
    expect(check.status).toBe(0);
  }
});
