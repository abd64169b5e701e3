import { type V1Pod } from '@kubernetes/client-node';
import { createClaim } from './claim';
import { eventually, throughout } from '@visits/testing/eventually';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { Namespace } from './namespace';
import { removePod, runPod } from './own-pod';
import { ask, countOf, visit, visits } from './pod-client';
import { containerOf, isReady, nameOf, restartsOf } from './pod-history';

cleansUp();

const names = ['clock-0', 'clock-1', 'clock-2'];
let namespace: Namespace;
let holder: { replica: string; boot: string };

given('another pod that holds the volume of clock-0, then three clocks', async () => {
  namespace = await Namespace.create('held');
  await createClaim(namespace, 'visits-clock-0', '64Mi');
  const env = { POD_NAME: 'holder', CLAIM_NAME: 'visits-clock-0' };
  await runPod(namespace, 'holder', { args: ['clock'], env, claim: 'visits-clock-0', readyPath: '/readyz' });
  holder = await visits(namespace, 'holder', 3);
  await new Installation(namespace, 'loadbalancer-trio').apply();
});

check(
  'Parallel: all pods are created, and the others become ready, while clock-0 is held unready',
  async () => {
    await Promise.all(['clock-1', 'clock-2'].map((name) => namespace.pods.ready(name)));
    const clock0 = namespace.pods.events.filter(({ pod }) => nameOf(pod) === 'clock-0');
    expect(clock0.length).toBeGreaterThan(0);
    expect(clock0.some(({ pod }) => isReady(pod))).toBe(false);
    const added = namespace.pods.events.filter(
      ({ type, pod }) => type === 'ADDED' && nameOf(pod) !== 'holder',
    );
    expect(added.map(({ pod }) => nameOf(pod)).sort()).toEqual(names);
    const firstReady = namespace.pods.events.findIndex(({ pod }) => nameOf(pod) !== 'holder' && isReady(pod));
    expect(namespace.pods.events.indexOf(added.at(-1)!)).toBeLessThan(firstReady);
  },
);

check(
  'every pod finds every peer by its name, also one that is not ready, and nslookup shows it',
  async () => {
    await namespace.pods.until(
      'clock-0 runs',
      60_000,
      () => containerOf(namespace.pods.get('clock-0')!)?.state?.running,
    );
    expect(isReady(namespace.pods.get('clock-0')!)).toBe(false);
    const addresses = names.map((name) => namespace.pods.get(name)!.status!.podIP!);
    // DNS learns of an address a moment after the pod has it.
    await eventually('every pod finds every peer', 30_000, async () => {
      for (const pod of names) {
        const found = await lookUp(
          pod,
          names.map((name) => `${name}.clock-headless`),
        );
        expect(found).toEqual(addresses);
        const all = await namespace.exec(pod, ['nslookup', 'clock-headless']);
        const peer = await namespace.exec(pod, ['nslookup', 'clock-0.clock-headless']);
        for (const address of addresses) expect(all).toContain(`Address: ${address}\n`);
        expect(peer).toContain(`Address: ${addresses[0]}\n`);
      }
      return true;
    });
    expect(isReady(namespace.pods.get('clock-0')!)).toBe(false);
  },
);

check(
  "the volume's lock is held past the startup budget: no restart, the holder is named, then taken over",
  async () => {
    const clock = () => namespace.pods.get('clock-0')!;
    const startedAt = Date.parse(`${containerOf(clock())?.state?.running?.startedAt}`);
    const { periodSeconds, failureThreshold } = appOf(clock()).startupProbe!;
    const budgetMs = periodSeconds! * failureThreshold! * 1000;
    await throughout(startedAt + budgetMs + 10_000 - Date.now(), async () => {
      const ready = await ask(namespace, 'clock-0', '/readyz');
      expect(ready.status).toBe(503);
      expect(ready.body).toContain('holder');
      expect(ready.body).toContain(holder.boot);
      expect(await ask(namespace, 'clock-0', '/')).toMatchObject({
        status: 503,
        body: expect.stringContaining('locked'),
      });
      expect([restartsOf(clock()), restartsOf(clock(), 'metrics-sidecar')]).toEqual([0, 0]);
    });
    expect(containerOf(clock())?.started).toBe(true);
    expect(await namespace.logsOf('clock-0')).toMatch(/"holder":\{"pod":"holder",.*"msg":"journal waiting"/);
    const { uid } = clock().metadata!;
    await removePod(namespace, 'holder');
    await namespace.pods.ready('clock-0', { deadlineMs: 20_000 });
    expect(clock().metadata!.uid).toBe(uid);
    expect(restartsOf(clock())).toBe(0);
    expect(await countOf(namespace, 'clock-0')).toMatchObject({ visits: 3, replica: holder.replica });
    expect((await visit(namespace, 'clock-0')).n).toBe(4);
  },
  { timeoutMs: 300_000 },
);

function appOf(pod: V1Pod) {
  return pod.spec!.containers[0]!;
}

/** The address of each name, as Node in the pod's app container finds it. */
async function lookUp(pod: string, hosts: readonly string[]): Promise<string[]> {
  const script = `Promise.all(process.argv.slice(1).map(async (host) => (await require('node:dns').promises.lookup(host)).address))
    .then((found) => console.log(JSON.stringify(found)))`;
  return JSON.parse(await namespace.exec(pod, ['node', '-e', script, ...hosts])) as string[];
}
