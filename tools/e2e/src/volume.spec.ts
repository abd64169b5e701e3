import { createClaim } from './claim';
import { storageClasses } from './cluster';
import { eventually, throughout } from '@visits/testing/eventually';
import { sampleOf } from '@visits/testing/prometheus-api';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { Namespace } from './namespace';
import { runToEnd } from './own-pod';
import { ask, countOf, scrape, visit, visits } from './pod-client';
import { isReady, restartsOf } from './pod-history';

cleansUp();

let namespace: Namespace;

given("an old app's volume, then a pair of clocks on claims of 10M", async () => {
  namespace = await Namespace.create('volume');
  await createClaim(namespace, 'visits-clock-0', '10M');
  const write = 'printf 92 > /data/visits.txt; echo mine > /data/notes.md';
  await runToEnd(namespace, 'old-app', { command: ['sh', '-c', write], claim: 'visits-clock-0' });
  await new Installation(namespace, 'clusterip-pair').apply();
  await namespace.pods.allReady('clock', 2);
});

check(
  "an old app's volume with an integer in visits.txt is adopted, and what else is there is left alone",
  async () => {
    expect((await countOf(namespace, 'clock-0')).visits).toBe(92);
    expect((await visit(namespace, 'clock-0')).n).toBe(93);
    expect(await namespace.exec('clock-0', ['cat', '/data/visits.txt'])).toBe('93\n');
    expect(await namespace.exec('clock-0', ['cat', '/data/notes.md'])).toBe('mine\n');
  },
);

check(
  'a volume that somebody else fills while the app runs: unready, alive, no restart; it heals',
  async () => {
    const before = await visits(namespace, 'clock-0', 3);
    await fill('clock-0');
    const last = await refusedAsFull('clock-0', before.n);
    await namespace.pods.until('clock-0 is unready', 30_000, () => !isReady(namespace.pods.get('clock-0')!));
    await aliveAndUnready('clock-0');
    expect((await countOf(namespace, 'clock-0')).visits).toBe(last);
    expect(sampleOf(await scrape(namespace, 'clock-0'), 'visits_total')).toBe(last);
    await empty('clock-0');
    await namespace.pods.ready('clock-0', { deadlineMs: 30_000 });
    expect(await visit(namespace, 'clock-0')).toMatchObject({ n: last + 1, boot: before.boot });
    expect(restartsOf(namespace.pods.get('clock-0')!)).toBe(0);
  },
  { needs: 'sized-volumes' },
);

check(
  'a volume that is full before the app starts: the same, also past the startup budget',
  async () => {
    const last = await visits(namespace, 'clock-1', 3);
    await fill('clock-1');
    const { uid } = namespace.pods.get('clock-1')!.metadata!;
    await namespace.kubectl(['delete', 'pod', 'clock-1', '--wait=false']);
    const pod = await namespace.pods.until('the next process is alive', 60_000, () => {
      const next = namespace.pods.get('clock-1');
      return next?.metadata?.uid !== uid && next?.status?.containerStatuses?.[0]?.started && next;
    });
    const { periodSeconds, failureThreshold } = pod.spec!.containers[0]!.startupProbe!;
    await throughout(periodSeconds! * failureThreshold! * 1000 + 10_000, () => aliveAndUnready('clock-1'));
    expect(
      (await namespace.logsOf('clock-1')).match(/"code":"disk-full",.*"msg":"journal failed"/g),
    ).toHaveLength(1);
    expect((await countOf(namespace, 'clock-1')).visits).toBe(last.n);
    await empty('clock-1');
    await namespace.pods.ready('clock-1', { deadlineMs: 30_000 });
    expect((await visit(namespace, 'clock-1')).n).toBe(last.n + 1);
    expect(restartsOf(namespace.pods.get('clock-1')!)).toBe(0);
  },
  { timeoutMs: 300_000, needs: 'sized-volumes' },
);

const hostPathClass = process.env.E2E_HOSTPATH_CLASS ?? 'hostpath';

for (const [overlay, replicas] of Object.entries({ 'clusterip-pair': 2, 'loadbalancer-trio': 3 })) {
  check(
    `${overlay} on a hostPath class, without fsGroup and without a size limit`,
    async () => {
      expect(await storageClasses()).toContain(hostPathClass);
      const other = await Namespace.create('hostpath');
      const path = '/spec/volumeClaimTemplates/0/spec/storageClassName';
      await new Installation(other, overlay).apply({ changes: [{ op: 'add', path, value: hostPathClass }] });
      await other.pods.allReady('clock', replicas);
      const last = await visits(other, 'clock-0', 5);
      const page = await scrape(other, 'clock-0');
      expect(sampleOf(page, 'visits_store_capacity_bytes')).toBeGreaterThan(2 ** 30);
      const { uid } = other.pods.get('clock-0')!.metadata!;
      await other.kubectl(['delete', 'pod', 'clock-0', '--wait=false']);
      await other.pods.ready('clock-0', { unlike: uid });
      expect(await countOf(other, 'clock-0')).toMatchObject({ visits: last.n, replica: last.replica });
      await other.remove();
    },
    { timeoutMs: 180_000, needs: 'hostpath-class' },
  );
}

/** To the last byte, as the pod's own user may. */
async function fill(pod: string): Promise<void> {
  const script = 'head -c 1G /dev/zero 2>&1 > /data/filler || true';
  expect(await namespace.exec(pod, ['sh', '-c', script])).toContain('No space left on device');
}

function empty(pod: string): Promise<string> {
  return namespace.exec(pod, ['rm', '/data/filler']);
}

/** Visits until one is refused, for what is left of the last block; the last count that was given. */
function refusedAsFull(pod: string, given: number): Promise<number> {
  let last = given;
  return eventually(`${pod} says that its disk is full`, 60_000, async () => {
    const answer = await ask(namespace, pod, '/');
    const body = JSON.parse(answer.body) as { receipt?: { n: number }; code?: string };
    if (body.receipt) last = body.receipt.n;
    return answer.status === 503 && body.code === 'disk-full' && last;
  });
}

async function aliveAndUnready(name: string): Promise<void> {
  const ready = await ask(namespace, name, '/readyz');
  expect(ready.status).toBe(503);
  expect(ready.body).toContain('disk-full');
  expect((await ask(namespace, name, '/livez')).status).toBe(200);
  const pod = namespace.pods.get(name)!;
  expect([isReady(pod), restartsOf(pod), restartsOf(pod, 'metrics-sidecar')]).toEqual([false, 0, 0]);
}
