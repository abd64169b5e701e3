import { instantOf } from './instant';

describe('a line’s time', () => {
  it.each([
    '2026-11-26T09:00:01.007Z',
    '2026-11-26T23:59:59.999Z',
    '2026-11-27T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '2024-02-29T12:30:00.120Z',
  ])('%s is what Date says', (at) => expect(instantOf(at)).toBe(Date.parse(at)));
});
