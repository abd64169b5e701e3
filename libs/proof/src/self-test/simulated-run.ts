import { APPS, type App, type Entry } from '../ledger/entry';
import { type Behaviour } from './behaviour';
import { Draft } from './draft';
import { Random } from './random';
import { type SimulatedLine, SimulatedPod } from './simulated-pod';
import { claimOf, iso, LOAD } from './setting';
import { watch } from './watch';

const PODS = 2;

export interface SimulatedRun {
  readonly draft: Draft;
  readonly pods: readonly SimulatedPod[];
  readonly victim: SimulatedPod;
  readonly random: Random;
  readonly behaviour: Behaviour;
}

/** A run with its load, one disruption, and all that a run writes: from a seed, in no time. */
export function simulateRun(seed: number, behaviour: Behaviour = {}): SimulatedRun {
  const random = new Random(seed);
  const draft = new Draft({ run: `run-${seed}`, seed: String(seed), startedAt: iso(0) });
  const pods = APPS.flatMap((app) =>
    Array.from({ length: PODS }, (_, ordinal) => makePod(app, ordinal, random, behaviour)),
  );
  const run = { draft, pods, victim: random.pick(pods), random, behaviour };
  draft.facts = {
    schema: 1,
    run: `run-${seed}`,
    tool: { version: '0.0.0' },
    target: { kind: 'local', name: 'simulated', own: true },
    sets: APPS.map((app) => ({
      app,
      name: app,
      replicas: PODS,
      claims: pods.filter((pod) => pod.app === app).map(claimOf),
    })),
    scenarios: ['probes', behaviour.power ? 'power' : 'kill', 'total', 'isolation'].map((name) => ({ name })),
  };
  const clients = APPS.flatMap((app) =>
    ['service', ...pods.filter((pod) => pod.app === app).map(({ name }) => name)].map((target) => ({
      app,
      target,
    })),
  );
  watch(run, () => drive(run, clients));
  return run;
}

function makePod(app: App, ordinal: number, random: Random, behaviour: Behaviour): SimulatedPod {
  const had = random.integer(0, 3) * 5 + (behaviour.restartsLog || behaviour.refillsBaseline ? 5 : 0);
  const adopted = had > 0 && random.chance(0.2) && !behaviour.refillsBaseline;
  const before: SimulatedLine[] = adopted
    ? []
    : Array.from({ length: had }, (_, i) => ({
        n: i + 1,
        at: iso(i * 10 - 60_000),
        text: 'earlier',
        ms: i - 60_000,
      }));
  return new SimulatedPod(`${app}-${ordinal}`, app, adopted ? had : 0, before, random, behaviour, iso);
}

/** Each client has one request in flight; who is free first sends first. */
function drive(
  { draft, pods, victim, random, behaviour }: SimulatedRun,
  clients: readonly { app: App; target: string }[],
): void {
  const free = clients.map((client, i) => ({
    ...client,
    name: `c${i}`,
    ms: LOAD.fromMs + random.between(0, 25),
  }));
  const events: Entry[] = [];
  for (let seq = 1; ; seq++) {
    const client = free.reduce((first, other) => (other.ms < first.ms ? other : first));
    if (client.ms > LOAD.toMs) break;
    const { app, target, name, ms } = client;
    const text = app === 'calculator' ? `${random.integer(1, 10 ** 12)} + ${seq}` : undefined;
    const siblings = pods.filter((pod) => pod.app === app && !pod.isDown(ms + 0.5));
    const pod = pods.find((one) => one.name === target) ?? random.pick(siblings);
    const arrivedMs = ms + random.between(0.1, 0.4);
    if (pod === victim && arrivedMs >= LOAD.killMs && target !== 'service' && victim.killedAt === Infinity)
      victim.kill(arrivedMs + random.between(0.05, 0.35));
    const shown = text === undefined ? '12:00:00 Europe/Moscow' : `${text} = ${sum(text)}`;
    if (target === 'service' && random.chance(behaviour.proxyRetries ?? 0)) pod.serve(arrivedMs, shown);
    if (random.chance(behaviour.otherClients ?? 0))
      pod.countForeign(ms, text === undefined ? shown : '1 + 1 = 2');
    const answer = pod.serve(arrivedMs, shown);
    events.push({ kind: 'intent', seq, client: name, target, app, ms, ...(text !== undefined && { text }) });
    if (answer.kind === 'acked') {
      const { line, n, ms: at } = answer;
      // A timeout of the client: it was counted, and the client does not know.
      if (random.chance(0.002)) events.push({ kind: 'unknown', seq, ms: at + 30, code: 'ETIMEDOUT' });
      else
        events.push({
          kind: 'acked',
          seq,
          ms: at,
          status: 200,
          replica: pod.replica,
          n: Math.max(1, n),
          at: line.at,
          boot: pod.boot,
          text: line.text,
        });
    } else events.push({ ...answer, seq });
    client.ms = answer.ms + random.between(8, 25);
  }
  draft.entries.push(...events.sort((a, b) => a.ms - b.ms));
}

function sum(text: string): number {
  const [a, b] = text.split(' + ');
  return Number(a) + Number(b);
}
