import { type Observation } from '../bundle/observations';
import { type App } from '../ledger/entry';
import { claimOf, iso, LOAD } from './setting';
import { type SimulatedRun } from './simulated-run';
import { type SimulatedPod } from './simulated-pod';

const EVERY_MS = 200;
const SETTLED_MS = LOAD.toMs + 100;

/** What samplers and the engine see around the load, and what is copied of the volumes. */
export function watch(run: SimulatedRun, load: () => void): void {
  const { draft, pods, victim, behaviour } = run;
  const see = (...lines: Observation[]): void => void draft.observations.push(...lines);
  const scenario = behaviour.power ? 'power' : 'kill';
  for (const pod of pods) {
    const { before, adopted, app } = pod;
    const replica = { replica: pod.replica, base: 0, createdAt: iso(-90_000) };
    draft.volume(claimOf(pod), 'before', { lines: before, view: before.length || adopted, replica });
    see(podLine(pod, 10));
    if (app === 'clock') see({ kind: 'state', ms: 10, app, settled: true });
  }
  see({ kind: 'state', ms: 10, app: 'calculator', settled: true });
  probe(run, see);
  see(step(900, scenario, 'begin'), step(900, 'total', 'begin'), step(900, 'isolation', 'begin'));
  load();
  const hit = {
    app: victim.app,
    pod: victim.name,
    boot: `${victim.name}-a`,
    replica: `${victim.name}-volume`,
  };
  see({
    kind: 'disruption',
    ms: victim.killedAt - 0.05,
    scenario,
    how: scenario,
    ...hit,
    ...(behaviour.power && { device: 'loop' }),
  });
  see({
    kind: 'gone',
    ms: victim.killedAt + 1,
    app: victim.app,
    pod: victim.name,
    boot: `${victim.name}-a`,
    exit: 137,
  });
  see(podLine(victim, LOAD.toMs));
  see({ kind: 'loop', ms: 3_000, startMs: 2_000, p99Ms: behaviour.writerStarves ? 180 : 12 });
  sample(run, see);
  for (const name of [scenario, 'total', 'isolation']) see(step(SETTLED_MS + 10_100, name, 'end'));
  for (const pod of pods) copy(pod, run);
}

function step(ms: number, scenario: string, word: string): Observation {
  return { kind: 'step', ms, scenario, word };
}

function podLine({ app, name, boot, replica }: SimulatedPod, ms: number): Observation {
  return { kind: 'pod', ms, app, pod: name, boot, replica, ready: true, claim: `visits-${name}` };
}

function probe({ pods, random, behaviour }: SimulatedRun, see: (...lines: Observation[]) => void): void {
  const pod = pods.find(({ app }) => app === 'clock')!;
  see(step(50, 'probes', 'begin'));
  const sizes = [4, 9, 15].map((least) => least + random.integer(0, 3));
  [0, sizes[1]!, 0, sizes[2]!, 0, sizes[0]!].forEach((requests, i) => {
    const startMs = 100 + i * 50;
    const before = pod.countAt(startMs);
    for (let k = 0; behaviour.countsProbes && k < requests; k++)
      pod.countForeign(startMs + 1 + k, '12:00:00 Europe/Moscow');
    const { app, name, replica } = pod;
    see({
      kind: 'window',
      scenario: 'probes',
      app,
      pod: name,
      replica,
      startMs,
      ms: startMs + 45,
      requests,
      before,
      after: pod.countAt(startMs + 45),
    });
  });
  see(step(450, 'probes', 'end'));
}

/** Each pod knows its own count, and what the others had a while ago; it never forgets the largest. */
function sample({ pods, random, behaviour }: SimulatedRun, see: (...lines: Observation[]) => void): void {
  for (const pod of pods) {
    const known = new Map<string, number>();
    const app: App = pod.app;
    for (let sentMs = 500; sentMs < SETTLED_MS + 10_100; sentMs += sentMs < SETTLED_MS ? EVERY_MS : 10_050) {
      if (pod.isDown(sentMs) || pod.isDown(sentMs + 1)) continue;
      const quiet = sentMs < LOAD.fromMs || sentMs >= SETTLED_MS;
      let total = 0;
      for (const other of pods) {
        if (other.app !== app) continue;
        if (behaviour.totalOfLivePods && other.isDown(sentMs)) continue;
        const lagMs = other === pod || quiet ? 0 : random.between(0, 400);
        const count = Math.max(known.get(other.name) ?? 0, other.countAt(sentMs - lagMs));
        known.set(other.name, count);
        total += count;
      }
      const boot = sentMs > pod.killedAt ? pod.boot : `${pod.name}-a`;
      const read = { ms: sentMs + 1, sentMs, app, pod: pod.name, replica: `${pod.name}-volume`, boot };
      see({ kind: 'total', ...read, total, exact: quiet });
      see({ kind: 'count', ...read, visits: pod.countAt(sentMs) });
    }
  }
}

function copy(pod: SimulatedPod, { draft, random, behaviour }: SimulatedRun): void {
  const refilled = behaviour.refillsBaseline && pod.before.length > 0;
  const lines = refilled
    ? pod.lines.map((line) => (line.n === 2 ? { ...line, at: iso(-1) } : line))
    : pod.lines;
  const replica = { replica: pod.replica, base: 0, createdAt: iso(pod.createdMs) };
  const rotated = random.chance(0.2) ? Math.floor(lines.length / 2) : 0;
  const commits = Array.from({ length: 7 }, () => random.integer(1, 4));
  draft.volume(claimOf(pod), 'after', {
    lines,
    replica,
    rotated,
    commits,
    view: lines.at(-1)?.n ?? pod.adopted,
    ...(random.chance(0.1) && { torn: '2026-11-26T09:00:05.000Z 9' }),
  });
  draft.reads(pod.app, claimOf(pod), SETTLED_MS + 11_000);
}
