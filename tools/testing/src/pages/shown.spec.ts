import { Shown } from './shown';

const compare = (shown: string, said: string) => new Shown().compare(shown, said);

describe('what a page shows', () => {
  it.each([
    ['itself', 'a 1\nb (2) [3]', 'a 1\nb (2) [3]\n'],
    ['an age and wide columns', 'NAME   AGE\nclock-0   6s', 'NAME      AGE\nclock-0   2m13s  \n'],
    [
      'a time of day and a whole one',
      '19:38:33 2026-11-21T15:00:57.301Z',
      '01:02:03 2027-01-01T00:00:00.000Z',
    ],
    ['an address', 'at 10.96.9.105', 'at 10.96.200.1'],
    ['a volume', 'pvc-0692c2c4-…   1Gi', 'pvc-21a7d5c0-0b1e-4b60-a8f2-6f1e1a2b3c4d 1Gi'],
    ['a process', '"boot":"1f3d52aa"', '"boot":"00ab34cd"'],
    ['the hash of a revision', 'clock-6d5f7b9c4', 'clock-7c8d9bfb9f'],
    ['one of a small number', 'clock-6d5f7b9c4', 'clock-7c8d9b'],
    ['a port of the node', '8080:30674/TCP', '8080:31999/TCP'],
    ['the rest of a line', '{"a":1,…}', '{"a":1,"b":{"c":2}}'],
    ['any lines', '…\ndone', 'one\ntwo\ndone\n'],
    ['no lines at all', '…\ndone', 'done\n'],
  ])('is %s', (_, shown, said) => {
    expect(compare(shown, said)).toBeNull();
  });

  it.each([
    ['another number', 'visits 3', 'visits 4', 'visits 3'],
    ['a letter more', 'clock', 'clocks', 'clock'],
    ['a line more', 'one', 'one\ntwo', '(nothing more)'],
    ['a line less', 'one\ntwo', 'one', 'two'],
    ['lines in another order', 'one\ntwo', 'two\none', 'one'],
    ['this machine at another address', '127.0.0.1', '127.0.0.2', '127.0.0.1'],
    ['no age', 'clock-0   6s', 'clock-0   soon', 'clock-0'],
    ['any character for a point', 'a.b', 'axb', 'a.b'],
  ])('is not %s', (_, shown, said, missing) => {
    expect(compare(shown, said)).toMatch(`the page shows\n  ${missing}`);
  });

  it('names the line from which on it is another, and what was said in its place', () => {
    expect(compare('a\nb 1\nc', 'a\nb 2\nc')).toBe('the page shows\n  b 1\nwhere this was said\n  b 2\n  c');
    expect(compare('a\n…\nb 1\nc', 'a\nx\nb 2\nc')).toBe(
      'the page shows\n  b 1\nwhere this was said\n  x\n  b 2\n  c',
    );
    expect(compare('a\nb', 'a')).toBe('the page shows\n  b\nwhere this was said\n  (nothing)');
  });

  it('has the same id for the same, over all that it shows, and another for another', () => {
    const [volume, other] = ['21a7d5c0-0b1e-4b60-a8f2-6f1e1a2b3c4d', '31a7d5c0-0b1e-4b60-a8f2-6f1e1a2b3c4d'];
    const shown = new Shown();
    expect(shown.compare('a4be1a1c-… 1f3d52aa', `${volume} 00ab34cd`)).toBeNull();
    expect(shown.compare('a4be1a1c-… 77cc12f0', `${volume} 11ab34cd`)).toBeNull();
    expect(shown.compare('a4be1a1c-…', other)).toBe(`a4be1a1c-… was ${volume}, and is ${other}`);
    expect(shown.compare('b4be1a1c-…', volume)).toBe(`b4be1a1c-… and a4be1a1c-… are both ${volume}`);
    expect(shown.compare('1f3d52aa', '11ab34cd')).toBe('1f3d52aa was 00ab34cd, and is 11ab34cd');
  });
});
