import { setTimeout as pause } from 'node:timers/promises';
import { cleansUp, visit, visitsOf, volume } from './fixture';
import { Pod } from '@visits/testing/pod';

cleansUp();

const MINUTE_MS = Number(process.env.PROBE_MS ?? 60_000);

const machines: { what: string; path: string; method?: string; headers: Record<string, string> }[] = [
  { what: 'kubelet', path: '/', headers: { 'user-agent': 'kube-probe/1.36' } },
  { what: 'kubelet, readiness', path: '/readyz', headers: { 'user-agent': 'kube-probe/1.36' } },
  {
    what: 'Prometheus',
    path: '/',
    headers: { 'user-agent': 'Prometheus/3.5.0', accept: 'application/openmetrics-text;version=1.0.0' },
  },
  { what: 'HEAD', path: '/', method: 'HEAD', headers: { 'user-agent': 'Mozilla/5.0' } },
  {
    what: 'prefetch',
    path: '/',
    headers: { 'user-agent': 'Mozilla/5.0', 'sec-purpose': 'prefetch;prerender' },
  },
  { what: 'old prefetch', path: '/', headers: { 'user-agent': 'Mozilla/5.0', purpose: 'prefetch' } },
  {
    what: 'favicon',
    path: '/favicon.ico',
    headers: { 'user-agent': 'Mozilla/5.0', accept: 'image/avif,*/*' },
  },
];

it(`${MINUTE_MS / 1000} s of probes, scrapes, HEAD, prefetch and favicon: the count does not change`, async () => {
  const pod = await Pod.of({ dataDir: volume() });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  const endMs = performance.now() + MINUTE_MS;
  let rounds = 0;
  while (performance.now() < endMs) {
    await Promise.all(
      machines.map(async ({ path, method, headers }) => {
        const response = await pod.get(path, headers, method);
        expect(response.status).toBeLessThan(500);
        expect(response.headers.get('x-visit')).toBeNull();
        await response.arrayBuffer();
      }),
    );
    rounds += 1;
    await pause(100);
  }
  expect(rounds).toBeGreaterThan(MINUTE_MS / 1000);
  expect(await visitsOf(pod.url)).toBe(1);
  expect((await visit(pod.url)).n).toBe(2);
});
