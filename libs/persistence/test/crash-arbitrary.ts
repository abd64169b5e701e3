import fc from 'fast-check';
import { MAX_COUNT } from '../src/format/layout';
import type { Operation } from '../src/testing';
import type { History, Moment, PlannedFault, Step } from './crash-history';

const OPERATIONS: readonly Operation[] = [
  'ensure',
  'open',
  'stat',
  'rename',
  'remove',
  'syncDirectory',
  'read',
  'write',
  'truncate',
  'datasync',
  'sync',
  'close',
];
const FILES = ['visits.log', 'visits.log.1', 'visits.txt', 'LOCK', 'replica.json'];
const CODES = ['EIO', 'ENOSPC', 'EROFS', 'EACCES', 'UNKNOWN', 'ESTALE'];

const who = fc.constantFrom(0, 1);
const code = fc.constantFrom(...CODES);
const few = fc.integer({ min: 1, max: 4 });

const moment: fc.Arbitrary<Moment> = fc.record(
  {
    after: fc.nat(40),
    operation: fc.constantFrom(...OPERATIONS),
    name: fc.constantFrom(...FILES),
  },
  { requiredKeys: ['after'], noNullPrototype: true },
);

const fault: fc.Arbitrary<PlannedFault> = fc.oneof(
  fc.record({ kind: fc.constant('error' as const), code, times: few }),
  fc.record({ kind: fc.constant('short' as const), bytes: fc.nat(600) }),
  fc.record({ kind: fc.constant('hang' as const), ms: fc.nat(20_000) }),
  fc.record({ kind: fc.constant('lie' as const), times: few }),
  fc.record({ kind: fc.constantFrom('power-cut' as const, 'kill' as const) }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'move' as const), name: fc.constantFrom(...FILES) }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('start' as const), who }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('append' as const), who, visits: few, pad: fc.nat(480) }),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'answers' as const }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('open' as const), who, ms: fc.constant(10_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(3000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'kill' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('power-cut' as const),
      at: fc.constantFrom('now' as const, 'answer' as const, 'refusal' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('fault' as const), at: moment, fault }) },
  { weight: 1, arbitrary: fc.constant({ do: 'watch' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('capacity' as const),
      bytes: fc.option(fc.nat(140_000), { freq: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('scribble' as const), text: fc.constant('not ours') }),
  },
);

/** Histories without a plot: what a seed would never do. It shrinks to few steps with small numbers. */
export const histories: fc.Arbitrary<History> = fc.record(
  {
    seed: fc.nat(1000),
    keepBytes: fc.integer({ min: 300, max: 3000 }),
    adopted: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: MAX_COUNT - 20, max: MAX_COUNT })),
    slow: fc.constantFrom(0, 0.2),
    steps: fc.array(step, { minLength: 1, maxLength: 40 }),
  },
  { requiredKeys: ['seed', 'slow', 'steps'], noNullPrototype: true },
);
