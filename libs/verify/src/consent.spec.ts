import { ALLOWANCES, assertMayWrite, withheld } from './consent';
import type { Level } from './engine/scenario';

const scenario = (name: string, level: Level) => ({ name, level });
const foreign = { own: false, allow: [] };
const own = { own: true, allow: [] };

it.each(['read', 'write'] as const)('what is of the level %s needs no flag', (level) => {
  expect(withheld(scenario('any', level), foreign)).toBeNull();
});

it('a set of others is disturbed by --allow disturb only', () => {
  expect(withheld(scenario('kill', 'disturb'), foreign)).toBe('it disturbs the set (give --allow disturb)');
  expect(withheld(scenario('kill', 'disturb'), { own: false, allow: ['disturb'] })).toBeNull();
});

it('each hazard has its own word', () => {
  expect(withheld(scenario('force', 'hazard'), { own: false, allow: ['disturb', 'fill'] })).toBe(
    'it is a hazard (give --allow force)',
  );
  expect(withheld(scenario('force', 'hazard'), { own: false, allow: ['force'] })).toBeNull();
});

it('on a set of its own all is implied but what reaches beyond it', () => {
  const refused = ALLOWANCES.filter(
    (word) => withheld(scenario(word, word === 'disturb' ? 'disturb' : 'hazard'), own) !== null,
  );
  expect(refused).toEqual(['drain', 'power']);
});

it('nothing is written to a set of others without --yes or its name', () => {
  const write = (more: { yes?: boolean; typed?: string }) => () =>
    assertMayWrite('clock', { own: false, yes: false, ...more });
  expect(write({})).toThrow('its visits stay counted there');
  expect(write({ typed: 'clok' })).toThrow('sts/clock is not touched');
  for (const more of [{ yes: true }, { typed: 'clock\n' }, { typed: 'sts/clock' }])
    expect(write(more)).not.toThrow();
  expect(() => assertMayWrite('clock', { own: true, yes: false })).not.toThrow();
});
