import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingService } from '../../test/counting-service';
import { Observations, type Seen } from '../bundle/observations';
import { LocalLoad } from '../load/local-load';
import { RunClock } from '../run-clock';
import { kill } from '../scenarios/kill';
import type { Target, TargetPod } from '../targets/target';
import { Conductor } from './conductor';
import { PodWatch } from './pod-watch';
import { Sampler } from './sampler';
import { done } from './wait';

/** Of so slow a service, all clients together have fewer than twenty answers a second. */
const SLOW_MS = 900;
/** So long that a visit is always under way. */
const FAST_MS = 50;
const TEST_MS = 60_000;

/** Plays `kill` on one clock, which is slow for its first ends; gives the steps. */
async function killed(slowEnds: number): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'visits-conductor-'));
  const service = new CountingService();
  const door = await service.listen();
  const pod = { ...{ app: 'clock', name: 'clock-0', ordinal: 0, uid: 'u', claim: 'c', volume: 'v' } };
  const one: TargetPod = { ...pod, app: 'clock', origin: door.origin, ready: true, why: 'Running' };
  let ends = 0;
  const target = {
    ...{ apps: ['clock'], replicas: 1, deadlines: { readyMs: 9_000, stopMs: 9_000 }, device: 'none' },
    pods: () => [one],
    settled: () => done(undefined),
    copyVolume: async () => [],
    killProcess: async () => {
      service.restart();
      ends += 1;
      service.answerMs = ends < slowEnds ? SLOW_MS : FAST_MS;
      watch.onGone(one, 137, '');
      watch.onAnswer(one, service.boot, 'r1');
    },
  } as unknown as Target;
  const clock = new RunClock();
  const observations = new Observations(join(directory, 'observations.ndjson'), clock);
  const watch = new PodWatch(observations);
  watch.onPod(one);
  watch.onAnswer(one, service.boot, 'r1');
  const steps: string[] = [];
  const see = (seen: Seen): void => {
    if (seen.kind === 'step') steps.push(seen.detail ? `${seen.word}: ${seen.detail}` : seen.word);
    observations.see(seen);
  };
  const ledgerPath = join(directory, 'ledger.log');
  const load = new LocalLoad({ run: 'r', seed: 's', challenge: '', rate: 100, clock, ledgerPath, see });
  await load.open([door, { ...door, target: 'service' }]);
  service.answerMs = slowEnds > 0 ? SLOW_MS : FAST_MS;
  const { signal } = new AbortController();
  const sampler = new Sampler(target, load, watch, observations);
  const conductor = new Conductor(
    [{ scenario: kill, named: false }],
    {
      ...{ target, load, sampler, watch, clock, profile: 'quick', hooks: {}, signal, see },
      random: () => 0,
      onWaiting: () => undefined,
      limit: () => undefined,
      volumeDir: () => directory,
    },
    { onStep: () => undefined, onWaiting: () => undefined, onEnd: () => undefined },
  );
  await conductor.conduct();
  await load.close();
  observations.close();
  service.close();
  rmSync(directory, { recursive: true });
  return steps.filter((step) => /^(act|again|end)/.test(step));
}

it(
  'a disruption that met too few visits is made again, three times at most',
  async () => {
    const again = expect.stringMatching(
      /^again: clock-0: \d+ acknowledged in the second before its end, of at least 20/,
    ) as string;
    expect(await Promise.all([0, 1, 9].map(killed))).toEqual([
      ['act', 'end'],
      ['act', again, 'act', 'end'],
      ['act', again, 'act', again, 'act', 'end'],
    ]);
  },
  TEST_MS,
);
