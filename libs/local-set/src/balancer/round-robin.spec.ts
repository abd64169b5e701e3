import fc from 'fast-check';
import { nextInTurn } from './round-robin';

const anyone = () => true;

describe('round robin', () => {
  it('starts with the first and goes round', () => {
    const pods = ['a', 'b', 'c'];
    const places: number[] = [];
    for (let last = -1, turn = 0; turn < 4; turn++)
      places.push((last = nextInTurn(pods, last, anyone) as number));
    expect(places).toEqual([0, 1, 2, 0]);
  });

  it('finds nobody where nobody may be picked', () => {
    expect(nextInTurn([], -1, anyone)).toBeNull();
    expect(nextInTurn(['a', 'b'], 0, () => false)).toBeNull();
  });

  it('is fair: in as many turns as there are ready pods, each is met once', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }), fc.nat(9), (ready, start) => {
        const count = ready.filter(Boolean).length;
        const met = new Set<number>();
        let last = start % ready.length;
        for (let turn = 0; turn < count; turn++)
          met.add((last = nextInTurn(ready, last, (is) => is) as number));
        expect([...met].sort()).toEqual(ready.flatMap((is, place) => (is ? [place] : [])));
      }),
    );
  });
});
