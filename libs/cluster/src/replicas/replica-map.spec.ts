import fc from 'fast-check';
import { larger, MAX_VISITS, merge, sum, type ReplicaEntry, type ReplicaMap } from './replica-map';

/** Few ids and few values: so that entries meet, and tie. */
const entry: fc.Arbitrary<ReplicaEntry> = fc.record({
  visits: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: MAX_VISITS })),
  pod: fc.constantFrom('clock-0', 'clock-1', 'laptop'),
  ordinal: fc.constantFrom(null, 0, 1),
  seenAt: fc.integer({ min: 0, max: 3 }),
  final: fc.boolean(),
});
const map: fc.Arbitrary<ReplicaMap> = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'constructor'), entry)
  .map((replicas) => new Map(Object.entries(replicas)));
const plain = (replicas: ReplicaMap): object => Object.fromEntries(replicas);

describe('merge', () => {
  test('is commutative', () => {
    fc.assert(fc.property(map, map, (a, b) => expect(plain(merge(a, b))).toEqual(plain(merge(b, a)))));
  });

  test('is associative', () => {
    fc.assert(
      fc.property(map, map, map, (a, b, c) =>
        expect(plain(merge(merge(a, b), c))).toEqual(plain(merge(a, merge(b, c)))),
      ),
    );
  });

  test('is idempotent', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        expect(plain(merge(a, a))).toEqual(plain(a));
        expect(plain(merge(merge(a, b), b))).toEqual(plain(merge(a, b)));
      }),
    );
  });

  test('lets no sum go down', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        const [one, other, both] = [sum(a), sum(b), sum(merge(a, b))] as [number, number, number];
        expect(both).toBeGreaterThanOrEqual(Math.max(one, other));
        expect(both).toBeLessThanOrEqual(one + other);
      }),
    );
  });

  test('changes neither of its maps', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        const before = [plain(a), plain(b)];
        merge(a, b);
        expect([plain(a), plain(b)]).toEqual(before);
      }),
    );
  });
});

describe('larger', () => {
  test('is one of the two, and orders all entries', () => {
    fc.assert(
      fc.property(entry, entry, (a, b) => {
        expect([a, b]).toContain(larger(a, b));
        expect(larger(a, b)).toEqual(larger(b, a));
      }),
    );
  });

  const word = { visits: 5, pod: 'clock-1', ordinal: 1, seenAt: 100, final: false };
  test('takes the larger count, whoever spoke last', () => {
    expect(larger({ ...word, visits: 6, seenAt: 1 }, word).visits).toBe(6);
  });
  test('at one count takes the later word: final holds until the replica comes back', () => {
    const last = { ...word, seenAt: 101, final: true };
    expect(larger(word, last)).toBe(last);
    expect(larger({ ...word, seenAt: 102 }, last).final).toBe(false);
    expect(larger({ ...word, seenAt: 101 }, last)).toBe(last);
  });
});

test('a sum is an exact integer, or none', () => {
  const many = (size: number): ReplicaMap =>
    new Map(
      Array.from({ length: size }, (_, n) => [
        `r${n}`,
        { visits: MAX_VISITS, pod: '', ordinal: null, seenAt: 0, final: false },
      ]),
    );
  expect(sum(many(9))).toBe(9 * MAX_VISITS);
  expect(sum(many(10))).toBeNull();
  expect(sum(many(10_000))).toBeNull();
});
