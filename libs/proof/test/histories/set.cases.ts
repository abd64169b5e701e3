import { type DraftLine } from '../../src/self-test/draft';
import { type Case } from './case';
import { type History, iso } from './history';

const total = { kind: 'total', app: 'clock', pod: 'clock-0', replica: 'id-clock-0', exact: true } as const;
const pod = { kind: 'pod', app: 'clock', pod: 'clock-0', ready: true, claim: 'visits-clock-0' } as const;
const settled = { kind: 'state', ms: 1, app: 'clock', settled: true } as const;

/** What is said of the set: ids, totals, volumes, conditions. */
export const SET_CASES: readonly Case[] = [
  {
    code: 'CHECK_FAILED',
    fires: (h) =>
      h.sees({
        kind: 'check',
        ms: 1,
        scenario: 'kill',
        name: 'same claim',
        expected: 'a',
        seen: 'b',
        detail: 'for 5 s',
      }),
    spares: (h) =>
      h.sees({ kind: 'check', ms: 1, scenario: 'kill', name: 'same claim', expected: 'a', seen: 'a' }),
  },
  {
    code: 'REPLICA_CHANGED',
    fires: (h) =>
      (h.shelves.get('clock-0')!.volume.replica = { replica: 'other', base: 2, createdAt: iso(5) }),
    spares: (h) =>
      (h.shelves.get('clock-0')!.volume.replica = { replica: 'id-clock-0', base: 0, createdAt: iso(5) }),
  },
  {
    code: 'REPLICA_CHANGED',
    name: 'to one that is older than the run',
    fires: (h) =>
      (h.shelves.get('clock-0')!.volume.replica = { replica: 'other', base: 2, createdAt: iso(-5) }),
    spares: () => undefined,
  },
  {
    code: 'REPLICA_CHANGED',
    name: 'to none, and whatever else is wrong is found all the same',
    with: (h) => {
      for (const shelf of h.shelves.values()) shelf.volume.replica = undefined;
      h.sees({ ...pod, ms: 1 }, { ...pod, ms: 1, pod: 'clock-1', claim: 'visits-clock-1' });
      h.shelf('clock-1', 'clock', 0);
    },
    fires: (h) => {
      h.visits(10, 'clock-0', undefined, 'clock-1');
      for (const n of [6, 7, 8]) h.counts('clock-0', 10 + n, `line ${n}`, n);
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('line 7', 'line 9'));
      h.visits(10, 'calculator-0', '1 + 2');
      h.counts('calculator-0', 12, '1 + 2 = 0');
      h.fails(h.sends(20, 'calculator-0', '3 + 4'), 22, 'refused');
      h.counts('calculator-0', 21, '3 + 4 = 7');
      h.fails(h.sends(30, 'calculator-0', '5 + 6'), 32, 'unknown');
      h.counts('calculator-0', 31, '5 + 6 = 11');
      h.sees({ ...total, sentMs: 40, ms: 41, total: 2, exact: false });
    },
    also: ['BAD_COMMIT', 'COUNT_GAP', 'EXCESS', 'REFUSED_BUT_COUNTED', 'TOTAL_OUT_OF_BOUNDS', 'WRONG_VOLUME'],
    spares: (h) => {
      for (const [name, shelf] of h.shelves)
        shelf.volume.replica = { replica: `id-${name}`, base: 0, createdAt: '' };
    },
  },
  {
    code: 'REPLICA_CHANGED',
    name: 'and back again',
    fires: (h) => ['a', 'b'].forEach((replica, ms) => h.sees({ ...pod, ms, replica })),
    spares: (h) => ['a', undefined, 'a'].forEach((replica, ms) => h.sees({ ...pod, ms, replica })),
  },
  {
    code: 'RESTORE_DIFFERS',
    fires: (h) =>
      h.draft.volume('visits-clock-0', 'restored', { lines: [{ n: 1, at: iso(5), text: 'other' }] }),
    spares: (h) =>
      h.draft.volume('visits-clock-0', 'restored', {
        lines: h.shelves.get('clock-0')!.lines.slice(0, 1),
        torn: 'x',
      }),
  },
  {
    code: 'RESTORE_DIFFERS',
    name: 'with a line more than the volume has',
    fires: (h) => restore(h, [{ n: 3, at: iso(5), text: 'other' }]),
    spares: (h) => restore(h, []),
  },
  {
    code: 'RESTORE_DIFFERS',
    name: 'with a line that cannot be read',
    with: (h) => restore(h, []),
    fires: (h) =>
      h.tamper('volumes/visits-clock-0/restored/visits.log', (log) => log.replace('before', 'beforE')),
    spares: () => undefined,
  },
  {
    code: 'RESTORE_DIFFERS',
    name: 'with a line left out inside',
    with: (h) => h.visits(10, 'clock-0'),
    fires: (h) => restored(h, [0, 2]),
    spares: (h) => restored(h, [0, 1, 2]),
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'more than can have been sent',
    fires: (h) => {
      h.visits(10, 'clock-0');
      h.sees({ ...total, sentMs: 8, ms: 9, total: 3, exact: false });
    },
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.sees({ ...total, sentMs: 8, ms: 11, total: 3, exact: false });
    },
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'less than the pod itself acknowledged',
    fires: (h) => {
      h.visits(10, 'clock-0');
      h.sees({ ...total, sentMs: 12.001, ms: 14, total: 2, exact: false });
    },
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.sees({ ...total, sentMs: 12, ms: 14, total: 2, exact: false });
    },
  },
  {
    code: 'TOTAL_OUT_OF_BOUNDS',
    name: 'not what was counted, in the end',
    fires: (h) => {
      h.visits(10, 'clock-0');
      h.visits(20, 'clock-1');
      h.sees(settled, { ...total, sentMs: 10_022.001, ms: 10_023, total: 3 });
    },
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.visits(20, 'clock-1');
      h.sees(settled, { ...total, sentMs: 10_022, ms: 10_023, total: 3 });
    },
    with: (h) => void h.shelf('clock-1', 'clock', 0),
  },
  {
    code: 'TOTAL_WENT_BACK',
    fires: (h) => h.sees({ ...total, sentMs: 1, ms: 2, total: 2 }, { ...total, sentMs: 3, ms: 4, total: 1 }),
    spares: (h) =>
      h.sees({ ...total, sentMs: 1, ms: 2, total: 2 }, { ...total, pod: 'b', sentMs: 3, ms: 4, total: 1 }),
  },
  {
    code: 'WRONG_VOLUME',
    fires: (h) => {
      h.sees({ ...pod, ms: 1 }, { ...pod, ms: 1, pod: 'clock-1', claim: 'visits-clock-1' });
      h.visits(10, 'clock-0', undefined, 'clock-1');
    },
    spares: (h) => {
      h.sees({ ...pod, ms: 1 }, { ...pod, ms: 1, pod: 'clock-1', claim: 'visits-clock-1' });
      h.visits(10, 'clock-0', undefined, 'service');
    },
    with: (h) => void h.shelf('clock-1', 'clock', 0),
  },
  {
    code: 'WRONG_VOLUME',
    name: 'a calculation that nobody answered, by its text; a clock’s visit has none',
    with: (h) => {
      for (const app of ['clock', 'calculator'] as const)
        for (const n of [0, 1])
          h.sees({ ...pod, ms: 1, app, pod: `${app}-${n}`, claim: `visits-${app}-${n}` });
      h.shelf('calculator-1', 'calculator', 0);
      h.shelf('clock-1', 'clock', 0);
    },
    fires: (h) => {
      h.fails(h.sends(10, 'calculator-1', '1 + 2'), 12, 'unknown');
      h.counts('calculator-0', 11, '1 + 2 = 3');
    },
    spares: (h) => {
      h.fails(h.sends(10, 'clock-1'), 12, 'unknown');
      h.counts('clock-0', 11);
    },
  },
  {
    code: 'WRONG_VOLUME',
    name: 'of a pod whose own volume is known',
    with: (h) => {
      h.shelf('clock-1', 'clock', 0);
      h.sees({ ...pod, ms: 1 });
      h.visits(10, 'clock-0', undefined, 'clock-1');
    },
    fires: (h) => h.sees({ ...pod, ms: 1, pod: 'clock-1', claim: 'visits-clock-1' }),
    spares: (h) => h.sees({ ...pod, ms: 1, pod: 'clock-1', claim: 'elsewhere' }),
  },
];

function restored(h: History, which: readonly number[]): void {
  const { lines } = h.shelves.get('clock-0')!;
  h.draft.volume('visits-clock-0', 'restored', { lines: which.map((i) => lines[i]!) });
}

/** All that the volume has, and more. */
function restore(h: History, more: readonly DraftLine[]): void {
  h.draft.volume('visits-clock-0', 'restored', { lines: [...h.shelves.get('clock-0')!.lines, ...more] });
}
