import { type Case } from './case';
import { type History } from './history';

const count = { kind: 'count', app: 'clock', pod: 'clock-0', replica: 'id-clock-0' } as const;
const cut = { kind: 'disruption', app: 'clock', pod: 'clock-0', scenario: 'power' } as const;

/** Counts that were read, and what keeps them from convicting. */
export const READ_CASES: readonly Case[] = [
  {
    code: 'COUNT_WENT_BACK',
    name: 'behind other reads that did, of the largest count before',
    fires: (h) => reads(h, [5, 9, 9, 7, 8]),
    spares: (h) => reads(h, [5, 7, 8, 9, 9]),
  },
  {
    code: 'COUNT_WENT_BACK',
    name: 'in whatever order the reads were written',
    with: (h) =>
      h.sees({ ...count, sentMs: 4, ms: 5, visits: 8 }, { ...count, sentMs: 1, ms: 10, visits: 5 }),
    fires: (h) => h.sees({ ...count, sentMs: 2, ms: 3, visits: 9 }),
    spares: (h) => h.sees({ ...count, sentMs: 2, ms: 3, visits: 8 }),
  },
  {
    code: 'COUNT_WENT_BACK',
    name: 'of one id: a pod that has none yet is compared with nobody',
    fires: (h) => reads(h, [9, 8]),
    spares: (h) => reads(h, [9, 8], { replica: undefined }),
  },
  {
    code: 'COUNT_WENT_BACK',
    name: 'over a kill, which excuses nothing',
    with: (h) => reads(h, [9, 8], { boot: 'a' }),
    fires: (h) => h.sees({ ...cut, ms: 1, boot: 'a', how: 'kill' }),
    spares: (h) => h.sees({ ...cut, ms: 1, boot: 'a', how: 'power' }),
  },
  {
    code: 'COUNT_WENT_BACK',
    name: 'over a power cut that came after the answer, as the next process says',
    with: (h) =>
      h.sees(
        { ...count, boot: 'a', sentMs: 1, ms: 2, visits: 9 },
        { ...count, boot: 'b', sentMs: 3, ms: 4, visits: 8 },
      ),
    fires: (h) => h.sees({ ...cut, ms: 2.001, boot: 'a', how: 'power' }),
    spares: (h) => h.sees({ ...cut, ms: 2, boot: 'a', how: 'power' }),
  },
];

/** One read after the other. */
function reads(
  h: History,
  values: readonly number[],
  more: { replica?: undefined; boot?: string } = {},
): void {
  values.forEach((visits, i) => h.sees({ ...count, ...more, sentMs: 2 * i + 1, ms: 2 * i + 2, visits }));
}
