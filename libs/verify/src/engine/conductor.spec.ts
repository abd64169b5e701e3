import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, type Met, readBundleDirectory } from '@visits/proof';
import { CountingService } from '../../test/counting-service';
import { Observations, type Seen } from '../bundle/observations';
import { LocalLoad } from '../load/local-load';
import { RunClock } from '../run-clock';
import { kill } from '../scenarios/kill';
import type { Target, TargetPod } from '../targets/target';
import type { Ended } from '../writer/visits';
import { done } from '../wait';
import { Conductor } from './conductor';
import { PodWatch } from './pod-watch';
import { Sampler } from './sampler';

/** Of so slow a service, all clients together have fewer than twenty answers a second. */
const SLOW_MS = 500;
/** So long that a visit is always under way. */
const FAST_MS = 50;
const TEST_MS = 180_000;

interface Killed {
  readonly steps: readonly string[];
  /** What met each end, as the engine counts and as the judge does. */
  readonly met: readonly Met[];
  readonly judged: readonly Met[];
  readonly isLow: boolean;
}

/** Plays `kill` on one clock, which is slow for its first ends. */
async function killed(slowEnds: number): Promise<Killed> {
  const directory = mkdtempSync(join(tmpdir(), 'visits-conductor-'));
  const service = new CountingService();
  const door = await service.listen();
  const pod = { ...{ app: 'clock', name: 'clock-0', ordinal: 0, uid: 'u', claim: 'c', volume: 'v' } };
  const one: TargetPod = { ...pod, app: 'clock', origin: door.origin, ready: true, why: 'Running' };
  const ended: Ended[] = [];
  const target = {
    ...{ apps: ['clock'], replicas: 1, deadlines: { readyMs: 60_000, stopMs: 9_000 }, device: 'none' },
    pods: () => [one],
    settled: () => done(undefined),
    copyVolume: async () => [],
    killProcess: async () => {
      ended.push({ app: 'clock', pod: one.name, boot: service.boot, ms: clock.ms, cut: false });
      service.restart();
      service.answerMs = ended.length < slowEnds ? SLOW_MS : FAST_MS;
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
  let met: readonly Met[];
  try {
    await conductor.conduct();
    met = await Promise.all(ended.map((one) => load.metBy(one)));
  } finally {
    await load.stop();
    await load.close();
    observations.close();
    service.close();
  }
  const { scenarios } = judge(await readBundleDirectory(directory));
  rmSync(directory, { recursive: true });
  const { exposure, findings } = scenarios.find(({ name }) => name === 'kill')!;
  return {
    steps: steps.filter((step) => /^(act|again|end)/.test(step)),
    met,
    judged: exposure.hits.map(({ ackedBefore, inFlight, ackedAfter }) => ({
      ackedBefore,
      inFlight,
      ackedAfter,
    })),
    isLow: findings.some(({ code }) => code === 'EXPOSURE_LOW'),
  };
}

it(
  'a disruption that met too few visits is made again, three times at most, by the count of the judge',
  async () => {
    const [fast, healed, slow] = await Promise.all([0, 1, 9].map(killed));
    const low = /^again: clock-0: \d+ acknowledged in the second before its end, of at least 20/;
    const again = expect.stringMatching(low) as string;
    expect(slow).toMatchObject({ steps: ['act', again, 'act', again, 'act', 'end'], isLow: true });
    expect(healed!.steps.slice(0, 3)).toEqual(['act', again, 'act']);
    for (const { steps, isLow, met, judged } of [fast!, healed!, slow!]) {
      // On a busy machine the others may meet too little as well.
      expect(steps.filter((step) => step === 'act').length === 3 || !isLow).toBe(true);
      // The load goes on behind the scenario's end, where the judge stops to count.
      expect(met).toEqual(judged.map((hit) => ({ ...hit, ackedAfter: expect.any(Number) as number })));
    }
  },
  TEST_MS,
);
