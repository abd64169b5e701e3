import { MAX_COUNT } from '../src/format/layout';
import { Random, type Operation } from '../src/testing';
import type { History, Moment, PlannedFault, Step } from './crash-history';
import { plot } from './crash-plots';

const CODES = ['EIO', 'ENOSPC', 'EROFS', 'EACCES', 'UNKNOWN'];
const FILES = ['visits.log', 'visits.txt', 'LOCK', 'visits.log.1'];
/** Where most promises are kept or broken. */
const CRUCIAL: readonly Omit<Moment, 'after'>[] = [
  { operation: 'datasync', name: 'visits.log' },
  { operation: 'syncDirectory' },
  { operation: 'rename' },
  { operation: 'write', name: 'visits.log' },
  { operation: 'write', name: 'visits.txt' },
  { operation: 'truncate', name: 'visits.log' },
];
/** The sync of a commit, its cut and the cut's sync: who loses all three cannot take the commit back. */
const SYNCS: readonly Operation[] = ['datasync', 'syncDirectory'];

/** The history that a seed stands for. */
export function historyOf(seed: number): History {
  const random = new Random(seed);
  return random.chance(0.4) ? plottedHistory(seed, random) : freeHistory(seed, random);
}

function plottedHistory(seed: number, random: Random): History {
  const plots = Array.from({ length: 1 + random.below(3) }, () => plot(random));
  const steps = plots
    .sort((one, other) => Number(one.meddles ?? false) - Number(other.meddles ?? false))
    .flatMap((each) => [...each.steps, ...crash(random)]);
  const rotates = plots.some((each) => each.rotates);
  const slow = plots.some((each) => each.slow);
  const count = random.chance(0.3) ? adopted(random) : undefined;
  return {
    seed,
    steps: count === undefined ? steps : [...crashInAdoption(random), ...steps],
    keepBytes: rotates ? 300 + random.below(500) : undefined,
    adopted: count,
    slow: slow || random.chance(0.1) ? 0.3 : 0,
  };
}

function freeHistory(seed: number, random: Random): History {
  const steps: Step[] = [];
  const meddled = random.chance(0.12);
  const lying = !meddled && random.chance(0.08);
  const two = random.chance(0.2);
  const watched = random.chance(0.15);
  const visits = (who: number): Step => {
    const pad = random.chance(0.3) ? random.below(480) : 0;
    return { do: 'append', who, visits: 1 + random.below(5), pad };
  };
  for (let life = 2 + random.below(4); life > 0; life -= 1) {
    if (random.chance(0.05)) steps.push({ do: 'capacity', bytes: random.below(140_000) });
    for (let n = random.below(3); n > 0; n -= 1) steps.push(faultStep(random, { meddled, lying }));
    if (watched && random.chance(0.3)) steps.push({ do: 'watch' }, { do: 'pass', ms: 1 });
    steps.push({ do: 'start', who: 0 });
    if (watched) steps.push({ do: 'watch' });
    if (two) steps.push({ do: 'start', who: 1 });
    for (let burst = 1 + random.below(4); burst > 0; burst -= 1) {
      const who = two ? random.below(2) : 0;
      steps.push({ do: 'open', who, ms: 10_000 }, visits(who));
      if (random.chance(0.15))
        steps.push({ do: 'power-cut', at: random.pick(['answer', 'refusal'] as const) });
      if (random.chance(0.8)) steps.push({ do: 'answers' });
      if (random.chance(0.1)) steps.push({ do: 'pass', ms: random.below(3000) });
      if (two && random.chance(0.2))
        steps.push({ do: random.pick(['kill', 'close'] as const), who }, { do: 'start', who });
    }
    if (random.chance(0.05)) steps.push({ do: 'capacity', bytes: null });
    steps.push(...lifesEnd(random, visits));
  }
  return {
    seed,
    keepBytes: random.chance(0.4) ? 300 + random.below(2000) : undefined,
    adopted: random.chance(0.08) ? adopted(random) : undefined,
    slow: random.chance(0.15) ? 0.2 : 0,
    steps,
  };
}

/** In its midst: the file is another program's by then, or half ours. */
function crashInAdoption(random: Random): Step[] {
  const at = { after: random.below(12), name: 'visits.txt' };
  return random.chance(0.5) ? [{ do: 'fault', at, fault: { kind: 'kill' } }] : [];
}

/** Some volumes come near the largest count. */
function adopted(random: Random): number {
  const count = 1 + random.below(2000);
  return count > 1800 ? MAX_COUNT - (count % 20) : count;
}

function crash(random: Random): Step[] {
  if (random.chance(0.65)) return [{ do: 'power-cut', at: 'now' }];
  return [
    { do: 'kill', who: 0 },
    { do: 'kill', who: 1 },
  ];
}

function lifesEnd(random: Random, visits: (who: number) => Step): Step[] {
  const steps: Step[] = [];
  if (random.chance(0.5)) steps.push(visits(0));
  if (random.chance(0.3)) steps.push({ do: 'pass', ms: random.below(3) / 4 });
  if (random.chance(0.75)) steps.push(...crash(random));
  else steps.push({ do: 'close', who: 0 }, { do: 'close', who: 1 });
  if (random.chance(0.04))
    steps.push({ do: 'scribble', text: random.pick(['not ours\n', 'not ours', 'x\n\ny']) });
  return steps;
}

function faultStep(random: Random, { meddled, lying }: { meddled: boolean; lying: boolean }): Step {
  const at: Moment = random.chance(0.6)
    ? { after: random.below(random.chance(0.5) ? 3 : 8), ...random.pick(CRUCIAL) }
    : { after: random.below(120) };
  if (meddled && random.chance(0.7)) {
    return {
      do: 'fault',
      at,
      fault: { kind: random.chance(0.6) ? 'remove' : 'move', name: random.pick(FILES) },
    };
  }
  if (lying && random.chance(0.6)) {
    return {
      do: 'fault',
      at: { after: random.below(6), operation: random.pick(SYNCS) },
      fault: { kind: 'lie', times: 1 },
    };
  }
  return { do: 'fault', at, fault: plainFault(random) };
}

function plainFault(random: Random): PlannedFault {
  const kind = random.next();
  if (kind < 0.35) return { kind: 'power-cut' };
  if (kind < 0.45) return { kind: 'kill' };
  if (kind < 0.55) return { kind: 'short', bytes: random.below(random.chance(0.5) ? 4 : 600) };
  if (kind < 0.6) {
    return {
      kind: 'hang',
      ms: random.below(20_000),
      code: random.chance(0.3) ? random.pick(CODES) : undefined,
    };
  }
  return { kind: 'error', code: random.pick(CODES), times: 1 + random.below(4) };
}
