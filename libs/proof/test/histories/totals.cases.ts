import { type Case } from './case';
import { type History, iso } from './history';

const total = { kind: 'total', app: 'clock', pod: 'clock-0', replica: 'id-clock-0', exact: true } as const;
const state = { kind: 'state', app: 'clock', settled: true } as const;

/** Totals that were read, and what keeps them from convicting. */
export const TOTAL_CASES: readonly Case[] = [
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'less than acknowledged, by more than the clocks may differ',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.draft.facts!.clockErrorMs = 1;
    },
    fires: (h) => h.sees({ ...total, sentMs: 13.001, ms: 14, total: 2, exact: false }),
    spares: (h) => h.sees({ ...total, sentMs: 13, ms: 14, total: 2, exact: false }),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'more than was sent, by more than the clocks may differ',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.draft.facts!.clockErrorMs = 1;
    },
    fires: (h) => h.sees({ ...total, sentMs: 8, ms: 9, total: 3, exact: false }),
    spares: (h) => h.sees({ ...total, sentMs: 8, ms: 9.001, total: 3, exact: false }),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'less than acknowledged, where answers overtook each other',
    with: (h) => {
      const sent = [10, 10.1, 10.2].map((ms) => h.sends(ms, 'clock-0'));
      const lines = [11, 11.1, 11.2].map((ms) => h.counts('clock-0', ms));
      [30, 40, 12].forEach((ms, i) => h.acks(sent[i]!, ms, 'clock-0', lines[i]!));
    },
    fires: (h) => h.sees({ ...total, sentMs: 35, ms: 36, total: 4, exact: false }),
    spares: (h) => h.sees({ ...total, sentMs: 35, ms: 36, total: 5, exact: false }),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'less than the last of several that were acknowledged',
    with: (h) => [10, 20].forEach((ms) => h.visits(ms, 'clock-0')),
    fires: (h) => h.sees({ ...total, sentMs: 30, ms: 31, total: 3, exact: false }),
    spares: (h) => h.sees({ ...total, sentMs: 30, ms: 31, total: 4, exact: false }),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'but not of an id whose base no volume tells',
    with: (h) => {
      const shelf = h.shelves.get('clock-0')!;
      shelf.was.replica = shelf.volume.replica = { replica: 'id-clock-0', base: 0, createdAt: iso(-5000) };
      h.visits(10, 'clock-0');
      shelf.replica = 'id-between';
      h.visits(20, 'clock-0');
    },
    fires: (h) => h.sees({ ...total, sentMs: 30, ms: 31, total: 2, exact: false }),
    spares: (h) => h.sees({ ...total, replica: 'id-between', sentMs: 30, ms: 31, total: 2, exact: false }),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'more than was sent, where the ledger has the requests in another order',
    with: (h) => {
      const [late, early] = [h.sends(20, 'clock-0'), h.sends(10, 'clock-0')];
      h.acks(early, 12, 'clock-0', h.counts('clock-0', 11));
      h.acks(late, 22, 'clock-0', h.counts('clock-0', 21));
      h.visits(5, 'calculator-0', '1 + 2');
    },
    fires: (h) => h.sees({ ...total, sentMs: 8, ms: 15, total: 4, exact: false }),
    spares: (h) => h.sees({ ...total, sentMs: 8, ms: 15, total: 3, exact: false }),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'without what stood below the base of a replica',
    with: (h) => {
      const { was, volume } = h.shelves.get('clock-0')!;
      was.replica = volume.replica = { replica: 'id-clock-0', base: 2, createdAt: iso(-5000) };
      h.visits(10, 'clock-0');
    },
    fires: (h) => h.sees({ ...total, sentMs: 20, ms: 21, total: 0, exact: false }),
    spares: (h) => h.sees({ ...total, sentMs: 20, ms: 21, total: 1, exact: false }),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'but not where the count before the run is not known',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.sees({ ...total, sentMs: 20, ms: 21, total: 9, exact: false });
    },
    fires: () => undefined,
    spares: (h) => (h.shelves.get('clock-0')!.unread = true),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'but not by a ledger that is cut',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.sees({ ...state, ms: 1 }, { ...total, sentMs: 10_020, ms: 10_021, total: 4 });
    },
    fires: () => undefined,
    spares: (h) => (h.sealed = false),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'but not where lines of the same service are left over: other rules speak of them',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.visits(10, 'calculator-0', '1 + 2');
    },
    fires: (h) => {
      h.counts('calculator-0', 12, '1 + 2 = 0');
      h.sees({ ...state, ms: 1 }, { ...total, sentMs: 10_020, ms: 10_021, total: 4 });
    },
    also: ['EXCESS'],
    spares: (h) => {
      h.counts('clock-0', 12);
      h.sees({ ...state, ms: 1 }, { ...total, sentMs: 10_020, ms: 10_021, total: 4 });
    },
    alsoSpared: ['EXCESS'],
  },
  {
    code: 'TOTAL_UNCLEAR',
    name: 'where nothing says whose set it is',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.visits(10, 'calculator-0', '1 + 2');
      h.sees({ ...total, sentMs: 20, ms: 21, total: 4 });
    },
    fires: (h) => (h.draft.facts = undefined),
    spares: () => undefined,
    alsoSpared: ['TOTAL_OUT_OF_BOUNDS'],
  },
  {
    code: 'TOTAL_UNCLEAR',
    name: 'where another client is seen',
    with: (h) => {
      h.visits(10, 'calculator-0', '1 + 2');
      h.sees({ ...total, app: 'calculator', pod: 'calculator-0', sentMs: 20, ms: 21, total: 9 });
    },
    fires: (h) => h.counts('calculator-0', 12, '8 + 8 = 16'),
    spares: () => undefined,
    alsoSpared: ['TOTAL_OUT_OF_BOUNDS'],
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'in the end, although a visit to the other service is lost; one to its own is a name for it',
    with: (h) => void twoClocks(h),
    fires: (h) => {
      h.acks(h.sends(30, 'calculator-0', '1 + 2'), 32, 'calculator-0', { n: 3, at: iso(31), text: 'x' });
      inTheEnd(h, 3);
    },
    also: ['ACK_LOST'],
    spares: (h) => {
      h.acks(h.sends(30, 'clock-1'), 31, 'clock-1', { n: 2, at: iso(30.5), text: 'x' });
      h.sees({ ...total, sentMs: 10_031.001, ms: 10_032, total: 5 });
    },
    alsoSpared: ['ACK_LOST'],
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'in the end, counting those that nobody answered and that are there',
    with: (h) => {
      twoClocks(h);
      h.fails(h.sends(20, 'clock-0'), 22, 'unknown');
      h.counts('clock-0', 21);
      h.fails(h.sends(20, 'clock-0'), 22, 'unknown');
      h.fails(h.sends(20, 'calculator-0', '1 + 2'), 22, 'unknown');
      h.counts('calculator-0', 21, '1 + 2 = 3');
    },
    fires: (h) => inTheEnd(h, 6),
    spares: (h) => inTheEnd(h, 5),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'ten seconds after its own load, whatever the other service does',
    with: (h) => {
      twoClocks(h);
      h.visits(5000, 'calculator-0', '1 + 2');
      h.sees({ ...state, app: 'calculator', ms: 2, settled: false });
    },
    fires: (h) => inTheEnd(h, 3),
    spares: (h) => inTheEnd(h, 4),
  },
  ...(
    [
      ['in the end, settled from that moment on', [10_022.001, 10_023.001], [10_022.002, 10_023]],
      ['in the end, settled while it was read', [1, 20_000], [1, 10_022.002]],
      ['in the end, settled until it was answered', [1, 10_023.001], [1, 10_023]],
    ] as const
  ).map(([name, fires, spares]): Case => ({
    code: 'TOTAL_OUT_OF_BOUNDS',
    name,
    with: (h) => inTheEnd(twoClocks(h, false), 3),
    fires: (h) => settledFor(h, fires),
    spares: (h) => settledFor(h, spares),
  })),
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'in the end, of a set that is known to be settled',
    with: (h) => inTheEnd(twoClocks(h, false), 3),
    fires: (h) => h.sees({ ...state, ms: 1 }),
    spares: () => undefined,
  },
];

/** A total of 4 over two pods: what one has acknowledged itself is less. */
function twoClocks(h: History, settled = true): History {
  h.shelf('clock-1', 'clock', 0);
  h.visits(10, 'clock-0');
  h.visits(20, 'clock-1');
  if (settled) h.sees({ ...state, ms: 1 });
  return h;
}

function inTheEnd(h: History, of: number): void {
  h.sees({ ...total, sentMs: 10_022.001, ms: 10_023, total: of });
}

function settledFor(h: History, [from, to]: readonly [from: number, to: number]): void {
  h.sees({ ...state, ms: 0.5, settled: false }, { ...state, ms: from }, { ...state, ms: to, settled: false });
}
