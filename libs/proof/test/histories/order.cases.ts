import { type Case } from './case';
import { type History } from './history';

/** Counts follow real time. */
export const ORDER_CASES: readonly Case[] = [
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
  {
    code: 'ORDER',
    name: 'by the earliest answer with a larger count, of the next one',
    fires: (h) => three(h, { last: 13, next: 12, largest: 20 }),
    spares: (h) => three(h, { last: 12, next: 12, largest: 20 }),
  },
  {
    code: 'ORDER',
    name: 'by the earliest answer with a larger count, of the largest one',
    fires: (h) => three(h, { last: 13, next: 20, largest: 12 }),
    spares: (h) => three(h, { last: 12, next: 20, largest: 12 }),
  },
  {
    code: 'ORDER',
    name: 'but that somebody no longer waits is no answer',
    with: (h) => {
      h.acks(
        h.sends(13, 'calculator-0', '3 + 4'),
        16,
        'calculator-0',
        h.counts('calculator-0', 14, '3 + 4 = 7'),
      );
    },
    fires: (h) =>
      h.acks(
        h.sends(10, 'calculator-0', '1 + 2'),
        12,
        'calculator-0',
        h.counts('calculator-0', 15, '1 + 2 = 3'),
      ),
    spares: (h) => {
      h.fails(h.sends(10, 'calculator-0', '1 + 2'), 12, 'unknown');
      h.counts('calculator-0', 15, '1 + 2 = 3');
    },
  },
  {
    code: 'ORDER',
    name: 'but an answer after a power cut has none, although its calculation stands elsewhere',
    with: (h) => {
      const line = h.counts('calculator-0', 11, '1 + 2 = 3');
      h.acks(h.sends(10, 'calculator-0', '1 + 2'), 12, 'calculator-0', { ...line, n: 9 }, 'boot-cut');
      h.visits(20, 'calculator-0', '3 + 4');
    },
    fires: () => undefined,
    also: ['ACK_LOST'],
    spares: (h) =>
      h.sees({
        kind: 'disruption',
        ms: 1,
        app: 'calculator',
        pod: 'calculator-0',
        boot: 'boot-cut',
        scenario: 'power',
        how: 'power',
      }),
  },
];

/** Three visits: when the one with the smallest count was sent, when the others were answered. */
function three(h: History, { last, next, largest }: Record<'last' | 'next' | 'largest', number>): void {
  const sent = [last, 10, 9].map((ms) => h.sends(ms, 'clock-0'));
  const lines = [11, 11.5, 11.8].map((ms) => h.counts('clock-0', ms));
  [14, next, largest].forEach((ms, i) => h.acks(sent[i]!, ms, 'clock-0', lines[i]!));
}
