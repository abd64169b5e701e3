import { ordinalOf } from './identity';

describe('ordinalOf', () => {
  it.each([
    ['clock-0', 0],
    ['clock-12', 12],
    ['release-name-visits-clock-3', 3],
    ['a-1-2', 2],
  ])('%s has the ordinal %d', (name, ordinal) => expect(ordinalOf(name)).toBe(ordinal));

  it.each([
    'clock',
    'clock-',
    'clock-7d9f8b6c5-x2x4z',
    'clock-01',
    '-1',
    '3',
    '',
    'clock-1.visits',
    'clock-9999999999',
  ])('%s has none', (name) => expect(ordinalOf(name)).toBeNull());
});
