import { type Case } from './case';
import { iso } from './history';

/** Visits that are gone, are another, or are there although they were refused. */
export const LOSS_CASES: readonly Case[] = [
  {
    code: 'ACK_LOST',
    fires: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', { n: 3, at: iso(11), text: 'x' }),
    spares: (h) => h.fails(h.sends(10, 'clock-0'), 12, 'unknown'),
  },
  {
    code: 'ACK_LOST',
    name: 'a count far below, on a volume that has not rotated',
    fires: (h) => {
      h.shelves.get('clock-0')!.lines.splice(0, 2);
      h.shelves.get('clock-0')!.before.splice(0, 2);
      h.shelves.get('clock-0')!.was.view = 2;
      h.counts('clock-0', 12, 'x', 4);
      h.fails(h.sends(5, 'clock-0'), 13, 'unknown');
      h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', { n: 3, at: iso(11), text: 'x' });
    },
    also: ['COUNT_GAP'],
    spares: (h) => h.visits(10, 'clock-0'),
  },
  {
    code: 'ACK_REPLACED',
    fires: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', { ...h.counts('clock-0', 11), at: iso(12) }),
    spares: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', { ...h.counts('clock-0', 11), at: '-' }),
  },
  {
    code: 'ACK_REPLACED',
    name: 'a calculation whose answer was cut, and another one in its line',
    fires: (h) => {
      const { n, at } = h.counts('calculator-0', 11, '3 + 4 = 7');
      h.acks(h.sends(10, 'calculator-0', '1 + 2'), 12, 'calculator-0', { n, at, text: '' });
      h.fails(h.sends(10, 'calculator-0', '3 + 4'), 12, 'unknown');
    },
    spares: (h) => {
      const { n, at } = h.counts('calculator-0', 11, '1 + 2 = 3');
      h.acks(h.sends(10, 'calculator-0', '1 + 2'), 12, 'calculator-0', { n, at, text: '' });
    },
  },
  {
    code: 'BASELINE_LOST',
    fires: (h) => h.shelves.get('clock-0')!.lines.splice(0, 1, { n: 1, at: iso(-900), text: 'refilled' }),
    spares: (h) => h.visits(10, 'clock-0'),
  },
  {
    code: 'BASELINE_LOST',
    name: 'an adopted count that was begun anew',
    fires: (h) => {
      const shelf = h.shelf('clock-1', 'clock', 0);
      shelf.was.view = 92;
      h.visits(10, 'clock-1');
    },
    spares: (h) => {
      const shelf = h.shelf('clock-1', 'clock', 0);
      shelf.was.view = 92;
      const seq = h.sends(10, 'clock-1');
      h.acks(seq, 12, 'clock-1', h.counts('clock-1', 11, 'x', 93));
    },
  },
  {
    code: 'BASELINE_LOST',
    name: 'lines that are gone from the front, with and without a rotation that can have dropped them',
    fires: (h) => h.shelves.get('clock-0')!.lines.splice(0, 1),
    spares: (h) => {
      h.draft.facts!.keepBytes = 100;
      const shelf = h.shelves.get('clock-0')!;
      shelf.lines.splice(0, 1);
      shelf.volume.rotated = 1;
    },
  },
  {
    code: 'BASELINE_LOST',
    name: 'of a large volume, of which only the end was copied',
    with: (h) => h.copiesOnlyTheEnd('clock-0', 1),
    fires: (h) => h.shelves.get('clock-0')!.lines.splice(1, 1, { n: 2, at: iso(-900), text: 'refilled' }),
    spares: (h) => h.visits(10, 'clock-0'),
  },
  {
    code: 'BASELINE_LOST',
    name: 'all of it, with and without a rotation that can have dropped it',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      h.visits(10, 'clock-0');
      h.shelves.get('clock-0')!.lines.splice(0, 2);
    },
    fires: () => undefined,
    spares: (h) => (h.shelves.get('clock-0')!.volume.rotated = 1),
  },
  {
    code: 'BAD_COMMIT',
    fires: (h) => {
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      for (const ms of [11, 21, 31]) h.counts('clock-0', ms, `at ${ms}`);
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('at 21', 'at 22'));
    },
    spares: (h) => {
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      for (const ms of [11, 21, 31]) h.counts('clock-0', ms, `at ${ms}`);
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('at 31', 'at 32'));
    },
  },
  {
    code: 'BAD_COMMIT',
    name: 'unless it was bad before',
    fires: (h) =>
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('before', 'beforE')),
    also: ['BASELINE_LOST'],
    spares: (h) =>
      ['before', 'after'].forEach((when) =>
        h.tamper(`volumes/visits-clock-0/${when}/visits.log`, (log) => log.replace('before', 'beforE')),
      ),
  },
  {
    code: 'RECEIPT_TWICE',
    fires: (h) => h.acks(h.sends(13, 'clock-0'), 14, 'clock-0', h.visits(10, 'clock-0')),
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.visits(10, 'clock-0');
    },
  },
  {
    code: 'REFUSED_BUT_COUNTED',
    fires: (h) => {
      h.fails(h.sends(10, 'calculator-0', '1 + 2'), 12, 'refused', { status: 503, code: 'disk-full' });
      h.counts('calculator-0', 11, '1 + 2 = 3');
    },
    spares: (h) => {
      h.fails(h.sends(10, 'calculator-0', '1 + 2'), 12, 'unknown', { status: 503, code: 'outcome-unknown' });
      h.counts('calculator-0', 11, '1 + 2 = 3');
    },
  },
  {
    code: 'ACK_LOST',
    name: 'of a volume that holds no line',
    with: (h) => h.shelf('clock-1', 'clock', 0),
    fires: (h) => h.acks(h.sends(10, 'clock-1'), 12, 'clock-1', { n: 1, at: iso(11), text: 'x' }),
    spares: (h) => h.visits(10, 'clock-1'),
  },
  {
    code: 'BASELINE_LOST',
    name: 'of a volume that had no id',
    with: (h) => (h.shelves.get('clock-0')!.was.replica = undefined),
    fires: (h) => h.shelves.get('clock-0')!.lines.splice(0, 1, { n: 1, at: iso(-900), text: 'refilled' }),
    spares: () => undefined,
  },
  {
    code: 'BAD_COMMIT',
    name: 'two lines, counted',
    with: (h) => {
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      for (const ms of [11, 21, 31]) h.counts('clock-0', ms, `at ${ms}`);
    },
    fires: (h) =>
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) =>
        log.replace('at 11', '').replace('at 21', ''),
      ),
    spares: () => undefined,
  },
  {
    code: 'RECEIPT_TWICE',
    name: 'one after the other: no order is broken',
    fires: (h) => {
      const line = h.visits(10, 'clock-0');
      h.acks(h.sends(13, 'clock-0'), 14, 'clock-0', line);
    },
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.visits(13, 'clock-0');
    },
  },
];
