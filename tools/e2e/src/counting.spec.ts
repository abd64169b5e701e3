import { spawnSync } from 'node:child_process';
import { core } from './cluster';
import { eventually, throughout } from '@visits/testing/eventually';
import { sampleOf } from '@visits/testing/prometheus-api';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { forward } from './forward';
import { Namespace } from './namespace';
import { ask, calculate, countOf, scrape, visit, visits } from './pod-client';
import { containerOf, nameOf, restartsOf } from './pod-history';
import { linesOf } from './volume-copy';

cleansUp();

let namespace: Namespace;

given('a pair of clocks and of calculators', async () => {
  namespace = await Namespace.create('counting');
  await new Installation(namespace, 'clusterip-pair').apply();
  await Promise.all([namespace.pods.allReady('clock', 2), namespace.pods.allReady('calculator', 2)]);
  await Promise.all(['clock-0', 'clock-1'].map((pod) => scrape(namespace, pod)));
});

check('N visits make exactly N, while the kubelet probes and others look for a minute', async () => {
  const clocks = ['clock-0', 'clock-1'];
  await visits(namespace, 'clock-0', 7);
  await visits(namespace, 'clock-1', 5);
  for (let i = 0; i < 3; i += 1) await calculate(namespace, 'calculator-0', '3 + 4');
  const counts = async () => {
    const all = await Promise.all(
      [...clocks, 'calculator-0', 'calculator-1'].map((pod) => countOf(namespace, pod)),
    );
    return all.map((one) => one.visits);
  };
  await throughout(60_000, async () => {
    for (const pod of clocks) {
      // Who points a checker at `/`, as the reports did, is no visitor either.
      const probe = await ask(namespace, pod, '/', { headers: { 'user-agent': 'kube-probe/1.36' } });
      expect([probe.status, JSON.parse(probe.body).receipt]).toEqual([200, undefined]);
      expect((await ask(namespace, pod, '/', { method: 'HEAD' })).status).toBe(200);
      expect(await scrape(namespace, pod, 0)).toContain('visits_sidecar_up 1');
    }
    expect(await counts()).toEqual([7, 5, 3, 0]);
  });
  expect(await linesOf(namespace, 'clock-0')).toHaveLength(7);
  expect(await linesOf(namespace, 'calculator-0')).toHaveLength(3);
  for (const pod of namespace.pods.now)
    expect([restartsOf(pod), restartsOf(pod, 'metrics-sidecar')]).toEqual([0, 0]);
});

check(
  'a deleted pod comes back by its name, to its claim and replica, as a new process, with its count',
  async () => {
    const claimOf = async () =>
      (await core.readNamespacedPersistentVolumeClaim({ namespace: namespace.name, name: 'visits-clock-0' }))
        .metadata!.uid;
    const claim = await claimOf();
    const before = await countOf(namespace, 'clock-0');
    const lines = await linesOf(namespace, 'clock-0');
    const { uid } = namespace.pods.get('clock-0')!.metadata!;
    await namespace.kubectl(['delete', 'pod', 'clock-0', '--wait=false']);
    const pod = await namespace.pods.ready('clock-0', { unlike: uid });
    expect(pod.metadata!.uid).not.toBe(uid);
    const after = await countOf(namespace, 'clock-0');
    expect(after).toMatchObject({
      pod: 'clock-0',
      ordinal: 0,
      replica: before.replica,
      visits: before.visits,
    });
    expect(after.boot).not.toBe(before.boot);
    expect(await claimOf()).toBe(claim);
    expect(await linesOf(namespace, 'clock-0')).toEqual(lines);
    expect(await visit(namespace, 'clock-0')).toMatchObject({
      n: before.visits + 1,
      replica: before.replica,
    });
  },
);

check('the sidecar cannot write to the volume, nor anybody to the root file system', async () => {
  const write = (container: string, path: string) =>
    namespace.tryKubectl(['exec', 'clock-0', '-c', container, '--', 'sh', '-c', `echo 1 > ${path}`]);
  for (const [container, path] of [
    ['metrics-sidecar', '/data/foreign'],
    ['metrics-sidecar', '/data/visits.txt'],
    ['metrics-sidecar', '/app/foreign'],
    ['app', '/app/foreign'],
  ] as const) {
    const refused = await write(container, path);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('Read-only file system');
  }
  expect((await write('app', '/data/foreign')).code).toBe(0);
  expect(await namespace.exec('clock-0', ['cat', '/data/foreign'], 'metrics-sidecar')).toBe('1\n');
  await namespace.exec('clock-0', ['rm', '/data/foreign']);
});

check(
  'the app ends with 0; a scrape while it drains has every receipt; the next pod counts on from the last',
  async () => {
    const { uid } = namespace.pods.get('clock-1')!.metadata!;
    await visits(namespace, 'clock-1', 4);
    await namespace.kubectl(['delete', 'pod', 'clock-1', '--wait=false']);
    await eventually(
      'the app drains',
      10_000,
      async () => (await ask(namespace, 'clock-1', '/readyz')).status === 503,
    );
    const last = await visits(namespace, 'clock-1', 3);
    expect(last.boot).toBe((await countOf(namespace, 'clock-1')).boot);
    expect(sampleOf(await scrape(namespace, 'clock-1', 0), 'visits_total')).toBe(last.n);
    expect(namespace.pods.get('clock-1')!.metadata!.uid).toBe(uid);
    const next = await namespace.pods.ready('clock-1', { unlike: uid });
    const ends = namespace.pods.events
      .filter(({ pod }) => pod.metadata!.uid === uid)
      .flatMap(({ pod }) => containerOf(pod)?.state?.terminated ?? []);
    expect(ends.length).toBeGreaterThan(0);
    expect(ends.at(-1)).toMatchObject({ exitCode: 0, reason: 'Completed' });
    expect(sampleOf(await scrape(namespace, nameOf(next)), 'visits_total')).toBe(last.n);
    expect((await visit(namespace, 'clock-1')).n).toBe(last.n + 1);
  },
);

check("the sidecar's page and the app's own pass promtool", async () => {
  const port = await forward(namespace, 'clock-0', 9465);
  try {
    const own = await (await fetch(`http://127.0.0.1:${port.local}/metrics`)).text();
    expect(own).toContain('process_cpu_seconds_total');
    const page = await scrape(namespace, 'clock-0');
    expect(page).toContain('visits_app_up 1');
    for (const text of [page, own]) {
      const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
      expect(`${checked.error ?? ''}${checked.stdout}${checked.stderr}`).toBe('');
      expect(checked.status).toBe(0);
    }
  } finally {
    await port.close();
  }
});
