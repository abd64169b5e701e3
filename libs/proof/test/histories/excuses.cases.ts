import { expression } from '../../src/ledger/operands';
import { type Case } from './case';
import { iso } from './history';

const source = { challenge: 'monday', run: 'r', client: 'c', seq: 1 };
const cut = {
  kind: 'disruption',
  app: 'clock',
  pod: 'clock-0',
  boot: 'boot-clock-0',
  scenario: 'power',
  how: 'power',
} as const;

/** The smallest history for each reason why nothing is concluded, and the one beside it where something is. */
export const EXCUSE_CASES: readonly Case[] = [
  {
    code: 'ACK_COVERED',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      h.visits(10, 'clock-0');
      h.visits(20, 'clock-0');
      h.shelves.get('clock-0')!.lines.splice(0, 3);
    },
    fires: (h) => (h.shelves.get('clock-0')!.volume.rotated = 1),
    spares: () => undefined,
  },
  {
    code: 'ACK_COVERED',
    name: 'but not by less than a rotation keeps',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.visits(20, 'clock-0');
      h.shelves.get('clock-0')!.lines.splice(0, 3);
      h.shelves.get('clock-0')!.volume.rotated = 1;
    },
    fires: (h) => (h.draft.facts!.keepBytes = 100),
    spares: (h) => (h.draft.facts!.keepBytes = 10 ** 6),
  },
  {
    code: 'CHALLENGE_MISMATCH',
    with: (h) => (h.draft.facts!.challenge = 'monday'),
    fires: (h) => h.visits(10, 'calculator-0', '1 + 2'),
    spares: (h) => h.visits(10, 'calculator-0', expression(source)),
  },
  {
    code: 'CHALLENGE_MISMATCH',
    name: 'of whoever judges',
    fires: (h) => h.visits(10, 'calculator-0', expression(source)),
    spares: (h) => h.visits(10, 'calculator-0', expression(source)),
    options: { fires: { challenge: 'tuesday' }, spares: { challenge: 'monday' } },
  },
  {
    code: 'EXCESS_EXCUSED',
    name: 'where others may visit',
    with: (h) => h.counts('clock-0', 11),
    fires: (h) => (h.draft.facts!.target.own = false),
    spares: (h) => (h.draft.facts!.target.own = true),
  },
  {
    code: 'EXCESS_EXCUSED',
    name: 'where another client is seen',
    with: (h) => h.counts('clock-0', 11),
    fires: (h) => h.counts('calculator-0', 11, '8 + 8 = 16'),
    spares: (h) => h.visits(11, 'calculator-0', '8 + 8'),
  },
  {
    code: 'EXCESS_EXCUSED',
    name: 'where a request was repeated on the way, as often as any went that way',
    with: (h) => {
      h.counts('clock-0', 11);
      h.counts('calculator-0', 12, '1 + 2 = 3');
      h.visits(10, 'calculator-0', '1 + 2', 'service');
    },
    fires: (h) => h.visits(12, 'clock-0', undefined, 'service'),
    spares: (h) => h.visits(12, 'clock-0'),
  },
  {
    code: 'EXCESS_EXCUSED',
    name: 'a calculation that a pod itself counted twice excuses nothing',
    with: (h) => {
      h.counts('clock-0', 11);
      h.counts('calculator-0', 12, '1 + 2 = 3');
      h.visits(12, 'clock-0', undefined, 'service');
    },
    fires: (h) => h.visits(10, 'calculator-0', '1 + 2', 'service'),
    spares: (h) => h.visits(10, 'calculator-0', '1 + 2'),
  },
  {
    code: 'FACTS_OF_ANOTHER_RUN',
    fires: (h) => (h.draft.facts!.run = 'another'),
    spares: (h) => (h.draft.facts!.run = 'r'),
  },
  { code: 'LEDGER_CUT', fires: (h) => (h.sealed = false), spares: (h) => (h.sealed = true) },
  {
    code: 'LEDGER_DAMAGED',
    with: (h) => h.visits(10, 'clock-0'),
    fires: (h) => h.fails(1, 13, 'unknown'),
    spares: (h) => h.fails(h.sends(11, 'clock-0'), 13, 'unknown'),
  },
  {
    code: 'LEDGER_DAMAGED',
    name: 'a text that was sent twice',
    with: (h) => h.visits(10, 'calculator-0', '1 + 2'),
    fires: (h) => h.fails(h.sends(11, 'calculator-0', '1 + 2'), 13, 'refused'),
    spares: (h) => h.fails(h.sends(11, 'calculator-0', '2 + 1'), 13, 'refused'),
  },
  {
    code: 'RECEIPT_MISSING',
    fires: (h) => h.fails(h.sends(10, 'clock-0'), 12, 'unknown', { status: 200 }),
    spares: (h) => h.fails(h.sends(10, 'clock-0'), 12, 'unknown', { status: 300 }),
  },
  {
    code: 'RETRIED_ON_THE_WAY',
    name: 'refused and counted',
    with: (h) => h.counts('calculator-0', 11, '1 + 2 = 3'),
    fires: (h) => h.fails(h.sends(10, 'service', '1 + 2'), 12, 'refused'),
    spares: (h) => h.fails(h.sends(10, 'service', '1 + 2'), 12, 'unknown'),
  },
  {
    code: 'RETRIED_ON_THE_WAY',
    name: 'counted twice',
    with: (h) => h.counts('calculator-0', 9, '1 + 2 = 3'),
    fires: (h) => h.visits(10, 'calculator-0', '1 + 2', 'service'),
    spares: (h) => h.visits(10, 'calculator-0', '1 + 2', 'calculator-0'),
  },
  {
    code: 'TOTAL_UNCLEAR',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.sees({ kind: 'total', app: 'clock', pod: 'clock-0', sentMs: 20, ms: 21, total: 4, exact: true });
    },
    fires: (h) => (h.draft.facts!.target.own = false),
    spares: (h) => (h.draft.facts!.target.own = true),
  },
  {
    code: 'ANSWERED_AFTER_CUT',
    with: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', { n: 3, at: iso(11), text: 'x' }),
    fires: (h) => h.sees({ ...cut, ms: 12 }),
    spares: (h) => h.sees({ ...cut, ms: 12.001 }),
  },
  {
    code: 'ANSWERED_AFTER_CUT',
    name: 'unless they are there all the same',
    with: (h) => h.sees({ ...cut, ms: 1 }),
    fires: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', { n: 3, at: iso(11), text: 'x' }),
    spares: (h) => h.visits(10, 'clock-0'),
  },
  {
    code: 'CLOCK_STEPPED',
    name: 'a line whose time goes back',
    with: (h) => h.visits(100, 'clock-0'),
    fires: (h) => h.acks(h.sends(102, 'clock-0'), 104, 'clock-0', h.counts('clock-0', 50)),
    spares: (h) => h.acks(h.sends(102, 'clock-0'), 104, 'clock-0', h.counts('clock-0', 52)),
  },
  {
    code: 'CLOCK_STEPPED',
    name: 'a clock that jumped ahead',
    with: (h) => h.visits(100, 'clock-0'),
    fires: (h) => h.acks(h.sends(200, 'clock-0'), 202, 'clock-0', h.counts('clock-0', 300)),
    spares: (h) => h.acks(h.sends(200, 'clock-0'), 202, 'clock-0', h.counts('clock-0', 240)),
  },
  {
    code: 'OBSERVATION_GAP',
    fires: (h) => h.sees({ kind: 'gap', ms: 9, startMs: 1, what: 'pods', why: 'the watch broke' }),
    spares: (h) => h.sees({ kind: 'pod', ms: 9, app: 'clock', pod: 'clock-0', ready: true }),
  },
  {
    code: 'OTHER_CLIENTS',
    fires: (h) => h.counts('calculator-0', 11, '8 + 8 = 16'),
    spares: (h) => h.visits(11, 'calculator-0', '8 + 8'),
  },
  {
    code: 'WRITER_STARVED',
    fires: (h) => h.sees({ kind: 'loop', ms: 1000, startMs: 0, p99Ms: 50.1 }),
    spares: (h) => h.sees({ kind: 'loop', ms: 1000, startMs: 0, p99Ms: 50 }),
  },
  {
    code: 'CHALLENGE_MISMATCH',
    name: 'of a later calculation; a clock is sent none',
    with: (h) => {
      h.draft.facts!.challenge = 'monday';
      h.visits(10, 'calculator-0', expression(source));
      h.visits(20, 'clock-0');
    },
    fires: (h) => h.visits(30, 'calculator-0', '1 + 2'),
    spares: (h) => h.visits(30, 'calculator-0', expression({ ...source, seq: 3 })),
  },
  {
    code: 'OTHER_CLIENTS',
    name: 'above a count before the run that is known',
    with: (h) => {
      h.counts('calculator-0', 11, '8 + 8 = 16');
      h.visits(20, 'clock-0');
    },
    fires: () => undefined,
    spares: (h) => (h.shelves.get('calculator-0')!.unread = true),
  },
  {
    code: 'ANSWERED_AFTER_CUT',
    name: 'and another line stands there',
    with: (h) => h.sees({ ...cut, ms: 1 }),
    fires: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', { ...h.counts('clock-0', 11), at: iso(12) }),
    spares: (h) => h.visits(10, 'clock-0'),
  },
];
