import { type Case } from './case';
import { type History } from './history';

const silent = {
  kind: 'window',
  scenario: 'probes',
  app: 'clock',
  pod: 'clock-0',
  replica: 'id-clock-0',
  requests: 0,
} as const;
const windows = (rises: readonly number[]) => (h: History) => probed(h, [0, 5, 0, 11, 0, 8], rises);

/** Windows of probe traffic between silent ones: does the count follow? */
export const PROBES_CASES: readonly Case[] = [
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
    code: 'PROBES_COUNTED',
    name: 'visits to another pod explain no rise',
    with: (h) => {
      h.shelf('clock-1', 'clock', 0);
      windows([0, 1, 0, 3, 0, 2])(h);
    },
    fires: (h) => [10, 30, 33, 36, 50, 54].forEach((ms) => h.visits(ms, 'clock-1')),
    spares: (h) => [10, 30, 33, 36, 50, 54].forEach((ms) => h.visits(ms, 'clock-0')),
  },
  {
    code: 'PROBES_COUNTED',
    name: 'of each pod by itself, which needs two silent windows',
    with: (h) =>
      [0, 9, 0, 9, 0, 9].forEach((before, i) =>
        h.sees({ ...silent, pod: 'clock-1', startMs: i, ms: i, requests: 9 - before, before, after: 9 }),
      ),
    fires: (h) => probed(h, [0, 5, 0, 11, 8], [0, 1, 0, 3, 2]),
    spares: (h) => probed(h, [0, 5, 11, 8], [0, 1, 3, 2]),
  },
  {
    code: 'PROBES_COUNTED',
    name: 'by three windows that differ, of which two may be alike',
    fires: (h) => probed(h, [0, 5, 0, 11, 8, 5], [0, 1, 0, 3, 2, 1]),
    spares: (h) => probed(h, [0, 5, 0, 11, 11, 5], [0, 1, 0, 3, 2, 1]),
  },
  {
    code: 'PROBES_UNCLEAR',
    fires: windows([0, 1, 0, 0, 0, 0]),
    spares: windows([1, 1, 0, 0, 0, 0]),
  },
  {
    code: 'PROBES_UNCLEAR',
    name: 'where the count rises as in silence',
    fires: windows([1, 1, 0, 3, 0, 2]),
    spares: windows([1, 2, 0, 4, 0, 3]),
  },
  {
    code: 'PROBES_UNCLEAR',
    name: 'where it rises no more with more probes',
    fires: windows([0, 1, 0, 2, 0, 2]),
    spares: windows([0, 1, 0, 3, 0, 2]),
  },
  {
    code: 'PROBES_UNCLEAR',
    name: 'where only a visit that was sent in a window is one of its own',
    fires: (h) => visited(h, 9.9),
    spares: (h) => visited(h, 10),
  },
  {
    code: 'PROBES_UNCLEAR',
    name: 'where only a visit that was answered in a window is one of its own',
    fires: (h) => visited(h, 17.001),
    spares: (h) => visited(h, 17),
  },
];

function probed(h: History, requests: readonly number[], rises: readonly number[]): void {
  requests.forEach((made, i) =>
    h.sees({ ...silent, startMs: i * 10, ms: i * 10 + 9, requests: made, before: 2, after: 2 + rises[i]! }),
  );
}

/** All that rises are our own visits: the first one is sent then. */
function visited(h: History, ms: number): void {
  windows([0, 1, 0, 3, 0, 2])(h);
  for (const at of [ms, 30, 33, 36, 50, 54]) h.visits(at, 'clock-0');
}
