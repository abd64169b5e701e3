import fc from 'fast-check';
import { crashesInARow, restartDelayMs } from './backoff';

describe('restart backoff', () => {
  it('restarts at once after the first crash, then waits twice as long each time', () => {
    expect([1, 2, 3, 4, 5].map(restartDelayMs)).toEqual([0, 250, 500, 1000, 2000]);
  });

  it('never waits longer than ten seconds, nor shorter than before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (crashes) => {
        const delay = restartDelayMs(crashes);
        expect(delay).toBeLessThanOrEqual(10_000);
        expect(restartDelayMs(crashes + 1)).toBeGreaterThanOrEqual(delay);
      }),
    );
  });

  it('forgets earlier crashes when the process ran for a while', () => {
    expect(crashesInARow(7, 2_000)).toBe(1);
    expect(crashesInARow(7, 1_999)).toBe(8);
  });
});
