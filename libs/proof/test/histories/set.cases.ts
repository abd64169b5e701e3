import { type Case } from './case';
import { iso } from './history';

const silent = {
  kind: 'window',
  scenario: 'probes',
  app: 'clock',
  pod: 'clock-0',
  replica: 'id-clock-0',
  requests: 0,
} as const;
const total = { kind: 'total', app: 'clock', pod: 'clock-0', replica: 'id-clock-0', exact: true } as const;
const pod = { kind: 'pod', app: 'clock', pod: 'clock-0', ready: true, claim: 'visits-clock-0' } as const;
const settled = { kind: 'state', ms: 1, app: 'clock', settled: true } as const;
const windows = (rises: readonly number[]) => (h: Parameters<Case['fires']>[0]) =>
  [0, 5, 0, 11, 0, 8].forEach((requests, i) =>
    h.sees({ ...silent, startMs: i * 10, ms: i * 10 + 9, requests, before: 2, after: 2 + rises[i]! }),
  );

/** What is said of the set: ids, totals, probes, conditions. */
export const SET_CASES: readonly Case[] = [
  {
    code: 'CHECK_FAILED',
    fires: (h) =>
      h.sees({ kind: 'check', ms: 1, scenario: 'kill', name: 'same claim', expected: 'a', seen: 'b' }),
    spares: (h) =>
      h.sees({ kind: 'check', ms: 1, scenario: 'kill', name: 'same claim', expected: 'a', seen: 'a' }),
  },
  { code: 'PROBES_COUNTED', fires: windows([0, 5, 0, 11, 0, 8]), spares: windows([0, 0, 0, 0, 0, 0]) },
  {
    code: 'PROBES_COUNTED',
    name: 'a part of them',
    fires: windows([1, 2, 0, 6, 1, 3]),
    spares: windows([1, 2, 0, 3, 1, 6]),
  },
  {
    code: 'PROBES_COUNTED',
    name: 'our own visits in a window are no rise',
    fires: windows([0, 1, 0, 3, 0, 2]),
    spares: (h) => {
      windows([0, 1, 0, 3, 0, 2])(h);
      for (const ms of [10, 30, 33, 36, 50, 54]) h.visits(ms, 'clock-0');
    },
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
    name: 'with a line left out inside',
    with: (h) => h.visits(10, 'clock-0'),
    fires: (h) => restore(h, [0, 2]),
    spares: (h) => restore(h, [0, 1, 2]),
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
];

function restore(h: Parameters<Case['fires']>[0], which: readonly number[]): void {
  const { lines } = h.shelves.get('clock-0')!;
  h.draft.volume('visits-clock-0', 'restored', { lines: which.map((i) => lines[i]!) });
}
