import { type Case } from './case';
import { iso } from './history';

const count = { kind: 'count', app: 'clock', pod: 'clock-0', replica: 'id-clock-0' } as const;

/** Counts that do not go on by one, and lines that nobody sent. */
export const COUNTING_CASES: readonly Case[] = [
  {
    code: 'COUNT_GAP',
    fires: (h) => {
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 4);
    },
    spares: (h) => {
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 3);
    },
  },
  {
    code: 'COUNT_GAP',
    name: 'a line that cannot be read is no gap, one that is not there is',
    with: (h) => {
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      h.counts('clock-0', 11, 'at 11');
      h.counts('clock-0', 21, 'at 21');
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('at 21', 'at 22'));
    },
    fires: (h) => h.counts('clock-0', 31, 'at 31', 6),
    also: ['BAD_COMMIT'],
    spares: (h) => h.counts('clock-0', 31, 'at 31', 5),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'damage in front of it fills no gap',
    with: (h) => {
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      h.counts('clock-0', 11, 'at 11');
      h.counts('clock-0', 21, 'at 21');
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('at 11', 'at 12'));
    },
    fires: (h) => h.counts('clock-0', 31, 'at 31', 6),
    also: ['BAD_COMMIT'],
    spares: (h) => h.counts('clock-0', 31, 'at 31', 5),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'at the front, where no rotation can have dropped a line',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      const shelf = h.shelf('clock-1', 'clock', 0);
      shelf.was.view = 5;
      h.fails(h.sends(10, 'clock-1'), 12, 'unknown');
      h.counts('clock-1', 11, 'x', 7);
    },
    fires: () => undefined,
    spares: (h) => (h.shelves.get('clock-1')!.volume.rotated = 1),
  },
  {
    code: 'COUNT_GAP',
    name: 'and what is acknowledged behind it is there',
    fires: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', h.counts('clock-0', 11, 'x', 4)),
    spares: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', h.counts('clock-0', 11, 'x', 3)),
  },
  {
    code: 'COUNT_REPEATED',
    fires: (h) => {
      h.visits(10, 'clock-0');
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 3);
    },
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 4);
    },
  },
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
    code: 'ORDER',
    fires: (h) => {
      const [early, late] = [h.sends(10, 'clock-0'), h.counts('clock-0', 9)];
      h.acks(early, 12, 'clock-0', h.counts('clock-0', 11));
      h.acks(h.sends(12.001, 'clock-0'), 14, 'clock-0', late);
    },
    spares: (h) => {
      const [early, late] = [h.sends(10, 'clock-0'), h.counts('clock-0', 9)];
      h.acks(early, 12, 'clock-0', h.counts('clock-0', 11));
      h.acks(h.sends(12, 'clock-0'), 14, 'clock-0', late);
    },
  },
  {
    code: 'ORDER',
    name: 'a calculation that nobody answered, by its text',
    fires: (h) => {
      h.counts('calculator-0', 9, '1 + 2 = 3');
      h.visits(10, 'calculator-0', '3 + 4');
      h.fails(h.sends(13, 'calculator-0', '1 + 2'), 14, 'unknown');
    },
    spares: (h) => {
      h.counts('calculator-0', 9, '1 + 2 = 3');
      h.visits(10, 'calculator-0', '3 + 4');
      h.fails(h.sends(12, 'calculator-0', '1 + 2'), 14, 'unknown');
    },
  },
  {
    code: 'ORDER',
    name: 'a clock’s visit that nobody answered has no number of its own',
    fires: (h) => {
      h.counts('clock-0', 9);
      h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', h.counts('clock-0', 11));
      const { n, at, text } = h.shelves.get('clock-0')!.lines.at(-2)!;
      h.acks(h.sends(13, 'clock-0'), 14, 'clock-0', { n, at, text });
    },
    spares: (h) => {
      h.counts('clock-0', 9);
      h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', h.counts('clock-0', 11));
      h.fails(h.sends(13, 'clock-0'), 14, 'unknown');
    },
  },
];
