import fc from 'fast-check';
import { nextState, type PodEvent, type PodState } from './pod-state';

const after = (...events: PodEvent[]) => events.reduce<PodState>(nextState, 'pending');
const anyEvent = fc.constantFrom<PodEvent>('spawned', 'passed', 'failed', 'unlive', 'exited', 'stop', 'gone');

describe('pod state', () => {
  it.each<[PodState, PodEvent[]]>([
    ['starting', ['spawned']],
    ['ready', ['spawned', 'passed']],
    ['unready', ['spawned', 'passed', 'failed']],
    ['unready', ['spawned', 'failed']],
    ['ready', ['spawned', 'failed', 'passed']],
    ['restarting', ['spawned', 'passed', 'exited']],
    ['restarting', ['spawned', 'passed', 'unlive', 'exited']],
    ['starting', ['spawned', 'passed', 'exited', 'spawned']],
    ['stopped', ['spawned', 'passed', 'stop', 'exited', 'gone']],
  ])('is %s after %j', (state, events) => {
    expect(after(...events)).toBe(state);
  });

  it('is never ready again before a new process has passed its probe', () => {
    expect(after('spawned', 'passed', 'exited', 'passed')).toBe('restarting');
    expect(after('spawned', 'passed', 'unlive', 'passed')).toBe('restarting');
  });

  it('leaves stopping only towards stopped, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.array(anyEvent), (before, then) => {
        expect(['stopping', 'stopped']).toContain(
          after(...before.filter((e) => e !== 'gone'), 'stop', ...then),
        );
      }),
    );
  });
});
