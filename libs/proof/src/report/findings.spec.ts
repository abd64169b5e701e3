import { parseObservations } from '../bundle/observation-log';
import { formatObservation, type Observation } from '../bundle/observations';
import { type Instance } from '../rules/rule';
import { RUN, type Span } from '../scenarios/span';
import { OF_THE_WHOLE_RUN } from '../scenarios/table';
import { scenarioOf } from './findings';

const span = (name: string, fromMs: number, toMs: number, skipped?: string): Span => ({
  ...{ name, fromMs, toMs, skipped, named: false, last: undefined },
});

/** They run one after the other; what is looked at over the whole run has a moment of its own, too. */
const ran = [
  span(RUN, 0, Infinity),
  span('identity', 0, 9),
  span('isolation', 10, 19),
  span('probes', 20, 29),
  span('total', 30, 39),
  span('kill', 40, 49),
  span('storm', 50, 59),
];

const killed = (scenario: string, ms: number, replica: string): Observation => ({
  ...{ kind: 'disruption', scenario, ms, replica, how: 'kill', app: 'clock', pod: 'clock-0' },
});

function blamed(
  instance: Pick<Instance, 'code'> & Partial<Instance>,
  { spans = ran, seen = [] as Observation[] } = {},
): string {
  const observations = parseObservations(Buffer.from(seen.map(formatObservation).join('')));
  return scenarioOf({ message: 'It is broken.', evidence: [], ...instance }, spans, { observations });
}

describe('a violation is answered for', () => {
  it.each([
    ['by the scenario that was on, where its rules name it', 'COUNT_GAP', 45, 'kill'],
    ['from its first moment', 'COUNT_GAP', 40, 'kill'],
    ['to its last', 'COUNT_GAP', 49, 'kill'],
    ['by the run, where the scenario that was on has no such rule', 'COUNT_GAP', 15, RUN],
    ['by the run, where none was on', 'COUNT_GAP', 49.5, RUN],
    ['by the run, where nobody knows when', 'COUNT_GAP', undefined, RUN],
    ['by isolation, where a visit went to the wrong volume', 'WRONG_VOLUME', 15, 'isolation'],
    ['by the run, where another was on then', 'WRONG_VOLUME', 25, RUN],
  ] as const)('%s', (_what, code, ms, scenario) => {
    expect(blamed({ code, ms })).toBe(scenario);
  });

  it('by the scenario that it names, whatever was on', () => {
    expect(blamed({ code: 'CHECK_FAILED', ms: 15, scenario: 'storm' })).toBe('storm');
  });

  it('as if it named none, where that one is not part of the run', () => {
    expect(blamed({ code: 'COUNT_GAP', ms: 45, scenario: 'rollout' })).toBe('kill');
  });
});

describe('what is looked at over the whole run', () => {
  it('is who somebody is, and the total', () => {
    expect(OF_THE_WHOLE_RUN).toEqual(['identity', 'total']);
  });

  it.each([
    ['TOTAL_WENT_BACK', 25, 'total'],
    ['TOTAL_WENT_BACK', 45, 'total'],
    ['TOTAL_OUT_OF_BOUNDS', undefined, 'total'],
    ['REPLICA_CHANGED', 25, 'identity'],
    ['REPLICA_CHANGED', undefined, 'identity'],
  ] as const)('%s at %s is answered for by %s', (code, ms, scenario) => {
    expect(blamed({ code, ms })).toBe(scenario);
  });

  it('comes after the scenario that was on and has the same rule', () => {
    expect(blamed({ code: 'REPLICA_CHANGED', ms: 45 })).toBe('kill');
  });

  it.each([
    ['did not run', ran.map((one) => (one.name === 'total' ? span('total', 30, 39, 'not selected') : one))],
    ['is not part of the run', ran.filter(({ name }) => name !== 'total')],
  ])('is answered for by the run, where it %s', (_what, spans) => {
    expect(blamed({ code: 'TOTAL_WENT_BACK', ms: 45 }, { spans })).toBe(RUN);
  });
});

describe('a lost visit', () => {
  const seen = [killed('kill', 44, 'a'), killed('storm', 54, 'a'), killed('storm', 55, 'b')];

  it.each([
    ['the next disruption of its volume', 25, 'a', 'kill'],
    ['that of its own volume, not an earlier one of another', 25, 'b', 'storm'],
    ['the one at that very moment', 44, 'a', 'kill'],
    ['the next, where one was before it', 44.5, 'a', 'storm'],
    ['the run, where nothing hit its volume any more', 29, 'c', RUN],
    ['the scenario that is on, where nothing hit its volume any more', 58, 'a', 'storm'],
  ] as const)('is lost to %s', (_what, ms, replica, scenario) => {
    for (const code of ['ACK_LOST', 'ACK_REPLACED'] as const)
      expect(blamed({ code, ms, replica }, { seen })).toBe(scenario);
  });

  it('is lost to no disruption of a scenario without such a rule', () => {
    expect(blamed({ code: 'ACK_LOST', ms: 25, replica: 'a' }, { seen: [killed('probes', 26, 'a')] })).toBe(
      RUN,
    );
  });

  it('differs from a count that went wrong: that is of its own moment', () => {
    expect(blamed({ code: 'COUNT_GAP', ms: 25, replica: 'a' }, { seen })).toBe(RUN);
  });
});

describe('an excuse', () => {
  it.each([
    [15, 'isolation'],
    [45, 'kill'],
    [70, RUN],
    [undefined, RUN],
  ] as const)('of %s stands with what was on: %s', (ms, scenario) => {
    expect(blamed({ code: 'WRITER_STARVED', ms })).toBe(scenario);
  });
});
