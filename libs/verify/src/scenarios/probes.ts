import { done, waiting } from '../wait';
import type { Question } from '../writer/exchange';
import type { Stage } from '../engine/stage';
import type { TargetPod } from '../targets/target';
import type { Scenario } from '../engine/scenario';

const FEWEST = 10;
const SPREAD = 10;
const ANSWER_MS = 2_000;
const ANSWERING_MS = 10_000;

type Traffic = Pick<Question, 'method' | 'path'> & { readonly headers: Record<string, string> };
const html = 'text/html,application/xhtml+xml';

/** What reaches a service without anybody's visit; all of it on the route that counts, but for the icon. */
const traffic: readonly Traffic[] = [
  { method: 'GET', path: '/', headers: { 'user-agent': 'kube-probe/1.34', accept: '*/*' } },
  { method: 'GET', path: '/', headers: { 'user-agent': 'GoogleHC/1.0' } },
  { method: 'GET', path: '/', headers: { 'user-agent': 'ELB-HealthChecker/2.0' } },
  { method: 'GET', path: '/', headers: { 'user-agent': 'Prometheus/3.5.0' } },
  { method: 'HEAD', path: '/', headers: { 'user-agent': 'curl/8.5.0' } },
  { method: 'GET', path: '/', headers: { 'user-agent': 'Mozilla/5.0', 'sec-purpose': 'prefetch' } },
  {
    method: 'GET',
    path: '/',
    headers: { 'user-agent': 'Mozilla/5.0', accept: html, purpose: 'prefetch' },
  },
  { method: 'GET', path: '/favicon.ico', headers: { 'user-agent': 'Mozilla/5.0' } },
];

export const probes: Scenario = {
  name: 'probes',
  level: 'write',
  does: 'sends windows of probes, load balancer checks, HEAD, prefetches and icons, silent ones between them',
  heldWhen: 'the count does not follow them',
  load: 'calm',
  changes: ({ apps }) => [`probe traffic to each pod of ${apps.join(' and ')}`],
  async act(stage) {
    const { load } = stage;
    load.pause();
    await stage.until('no visit under way', ANSWER_MS * 5, () =>
      load.inFlight === 0 ? done(undefined) : waiting(`${load.inFlight} are`),
    );
    await Promise.all(stage.pods.map((pod) => windows(stage, pod)));
    load.calm();
  },
};

async function windows(stage: Stage, pod: TargetPod): Promise<void> {
  await window(stage, pod, 0);
  // Each other than the others: what follows them must follow three numbers.
  const sizes = [0, 1, 2].map((part) => FEWEST + Math.floor((part + stage.random()) * SPREAD));
  for (const size of sizes.sort(() => stage.random() - 0.5)) {
    await window(stage, pod, size);
    await window(stage, pod, 0);
  }
}

const answered = (count: () => Promise<number | null>) => async () => {
  const visits = await count();
  return visits === null ? waiting('no answer') : done(visits);
};

/** A silent one is as long as two reads of the count take. */
async function window(stage: Stage, pod: TargetPod, requests: number): Promise<void> {
  const { scenario, sampler, ms: startMs } = stage;
  const count = () => sampler.count(pod);
  const before = await stage.until(`the count of ${pod.name}`, ANSWERING_MS, answered(count));
  for (let n = 0; n < requests; n++)
    await stage.load.ask({ origin: pod.origin, timeoutMs: ANSWER_MS, ...traffic[n % traffic.length]! });
  const after = await stage.until(`the count of ${pod.name}`, ANSWERING_MS, answered(count));
  stage.see({ kind: 'window', ...stage.processOf(pod), scenario, startMs, requests, before, after });
}
