import { type Case } from './case';
import { iso } from './history';

const count = { kind: 'count', app: 'clock', pod: 'clock-0', replica: 'id-clock-0' } as const;

/** Counts that went back, and lines that nobody sent. */
export const COUNTING_CASES: readonly Case[] = [
  {
    code: 'COUNT_WENT_BACK',
    fires: (h) =>
      h.sees({ ...count, sentMs: 1, ms: 2, visits: 9 }, { ...count, sentMs: 3, ms: 4, visits: 8 }),
    spares: (h) =>
      h.sees({ ...count, sentMs: 1, ms: 3, visits: 9 }, { ...count, sentMs: 3, ms: 4, visits: 8 }),
  },
  {
    code: 'COUNT_WENT_BACK',
    name: 'but what was answered after the power was cut says nothing',
    fires: (h) =>
      h.sees({ ...count, sentMs: 1, ms: 2, visits: 9 }, { ...count, sentMs: 3, ms: 4, visits: 8 }),
    spares: (h) => {
      const boot = 'boot-clock-0';
      h.sees({
        kind: 'disruption',
        ms: 1.5,
        app: 'clock',
        pod: 'clock-0',
        boot,
        scenario: 'power',
        how: 'power',
      });
      h.sees({ ...count, boot, sentMs: 1, ms: 2, visits: 9 }, { ...count, sentMs: 3, ms: 4, visits: 8 });
    },
  },
  {
    code: 'EXCESS',
    name: 'by number',
    fires: (h) => h.counts('clock-0', 11),
    spares: (h) => {
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11);
    },
  },
  {
    code: 'EXCESS',
    name: 'by number: a visit that was sent after the line was written does not fit it',
    fires: (h) => {
      h.visits(10, 'clock-0');
      h.counts('clock-0', 20);
      h.visits(30, 'clock-0');
      h.fails(h.sends(23, 'clock-0'), 40, 'unknown');
    },
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.counts('clock-0', 20);
      h.visits(30, 'clock-0');
      h.fails(h.sends(21.9, 'clock-0'), 40, 'unknown');
    },
  },
  {
    code: 'EXCESS',
    name: 'by text: a calculation that stands twice',
    fires: (h) => {
      h.visits(10, 'calculator-0', '1 + 2');
      h.counts('calculator-0', 12, '1 + 2 = 3');
    },
    spares: (h) => {
      h.visits(10, 'calculator-0', '1 + 2');
      h.visits(12, 'calculator-0', '1 + 22');
    },
  },
  {
    code: 'EXCESS',
    name: 'above the base of a volume that is younger than the run; of an older one nothing is known',
    with: (h) => {
      h.shelves.get('clock-0')!.unread = true;
      h.counts('clock-0', 11);
    },
    fires: (h) =>
      (h.shelves.get('clock-0')!.volume.replica = { replica: 'id-clock-0', base: 2, createdAt: iso(0) }),
    spares: (h) =>
      (h.shelves.get('clock-0')!.volume.replica = { replica: 'id-clock-0', base: 2, createdAt: iso(-1) }),
  },
  {
    code: 'EXCESS',
    name: 'of a volume whose service is known',
    with: (h) => {
      h.shelf('clock-1', 'clock', 0);
      h.counts('clock-1', 11);
      h.visits(10, 'clock-0');
      h.visits(10, 'calculator-0', '1 + 2');
    },
    fires: () => undefined,
    spares: (h) => (h.draft.facts!.sets = []),
  },
];
