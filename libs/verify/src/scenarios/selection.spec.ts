import type { Setup } from '../engine/scenario';
import { scenarios } from './index';
import { select } from './selection';

const setup: Setup = {
  ...({ where: 'local', own: true, profile: 'quick' } as const),
  ...({ apps: ['clock', 'calculator'], replicas: 3, hooks: {} } as const),
};
const running = (selection: Parameters<typeof select>[0], hooks = {}) =>
  select(selection, { ...setup, hooks })
    .filter(({ skipped }) => skipped === undefined)
    .map(({ scenario }) => scenario.name);

describe('the selection of scenarios', () => {
  it('is all that can run here, in order; the others say what they need', () => {
    const all = select({}, setup);
    const here = scenarios.filter(({ where }) => where !== 'cluster');
    expect(all.map(({ scenario }) => scenario)).toEqual(here);
    const skipped = all.filter((one) => one.skipped !== undefined);
    expect(skipped.map(({ scenario }) => scenario.name)).toEqual(['fill', 'power']);
    expect(skipped[1]?.skipped).toContain('--power-cut');
    expect(running({}, { fill: 'x', powerCut: 'x', powerRestore: 'x' })).toHaveLength(here.length);
  });

  it('is by name or glob', () => {
    expect(running({ only: ['kill', 's*'] })).toEqual(['scale', 'kill', 'storm']);
    expect(running({ only: ['s*'], skip: ['st*'] })).toEqual(['scale']);
  });

  it('remembers who was asked for by name: that one must not be skipped in silence', () => {
    const power = select({ only: ['power', 's*'] }, setup).find(({ scenario }) => scenario.name === 'power');
    expect(power).toMatchObject({ named: true, skipped: expect.stringContaining('not tested') });
    expect(select({ only: ['s*'] }, setup).every(({ named }) => !named)).toBe(true);
  });

  it('leaves out a second writer where the cluster keeps it away', () => {
    const cluster = { ...setup, where: 'cluster', profile: 'full' } as const;
    const reason = (onePodOnly: boolean) =>
      select({}, { ...cluster, onePodOnly }).find(({ scenario }) => scenario.name === 'two-writers')?.skipped;
    expect(reason(false)).toBeUndefined();
    expect(reason(true)).toContain('ReadWriteOncePod');
  });

  it.each([
    ['kil', 'kill'],
    ['two-writer', 'two-writers'],
    ['Persistance', 'persistence'],
  ])('does not know %s, and names %s', (typed, near) => {
    for (const selection of [{ only: [typed] }, { skip: [typed] }])
      expect(() => select(selection, setup)).toThrow(
        expect.objectContaining({
          code: 'scenario-unknown',
          message: `There is no scenario ${JSON.stringify(typed)}; the nearest is ${near}.`,
        }),
      );
  });

  it('is an error where nothing is left', () => {
    expect(() => select({ skip: ['*'] }, setup)).toThrow(expect.objectContaining({ code: 'scenario-none' }));
  });
});
