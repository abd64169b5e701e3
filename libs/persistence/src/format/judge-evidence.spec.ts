import { EMPTY_LOG, type LogEnd, type Piece } from './evidence';
import { judge, NOTHING_KNOWN, type Damage, type Evidence } from './judge';

const at = '2026-11-21T13:45:04.123Z';
const strange = 'not written by the journal';

/** A commit for each count, of a hundred bytes. */
const run = (first: number, last: number, file = 'visits.log'): Piece => {
  return { kind: 'run', file, start: first * 100, end: last * 100 + 100, first, last };
};
const hole = (start: number, more: Partial<Piece> = {}): Piece =>
  ({ kind: 'unknown', file: 'visits.log', start, end: start + 9, ...more }) as Piece;

interface Made {
  first?: number;
  rest?: string;
  shown?: LogEnd['shown'];
  file?: string;
}

/** A log of these counts, and what follows the last one. */
function logTo(last: number, { first = 1, rest = '', shown = EMPTY_LOG.shown, file }: Made = {}): LogEnd {
  const end = last * 100 + 100;
  const commit = { start: end - 100, end, first: last, last, at: `at ${last}` };
  const pieces = [run(first, last, file), ...(rest === '' ? [] : [hole(end, file ? { file } : {})])];
  return { ...EMPTY_LOG, size: end + rest.length, end, commit, pieces, rest: Buffer.from(rest), shown };
}

function logOnly(rest: string, shown = EMPTY_LOG.shown): LogEnd {
  return { ...EMPTY_LOG, size: rest.length, pieces: [hole(0)], rest: Buffer.from(rest), shown };
}

const of = (given: Partial<Evidence>) =>
  judge({
    ...{
      log: EMPTY_LOG,
      previous: null,
      view: { kind: 'absent', isOurs: true },
      base: 0,
      known: NOTHING_KNOWN,
    },
    ...given,
  });
const view = (count: number): Pick<Evidence, 'view'> => ({ view: { kind: 'count', count, isOurs: true } });
const sound = { count: 5, updatedAt: 'at 5', torn: false, beyondLog: false, damage: [], recoveredVisits: 0 };
const lacks = (count: number, last = 5): Damage => {
  const detail = `the count ${count} was acknowledged, the log ends at ${last}`;
  return { file: 'visits.log', offset: last && last * 100 + 100, length: 0, detail };
};

const rotten = { rest: 'junk', shown: { count: 8, lines: 3 }, file: 'visits.log.1' };

describe('the count', () => {
  test.each<[string, Partial<Evidence>, object]>([
    ['of nothing is 0', {}, { count: 0, updatedAt: null }],
    ['is the last commit’s', { log: logTo(5) }, {}],
    ['is that of the log before while the new one is empty', { previous: logTo(5) }, {}],
    [
      'is that of the new log',
      { log: logTo(7, { first: 6 }), previous: logTo(5) },
      { count: 7, updatedAt: 'at 7' },
    ],
    ['goes on from a view that has not followed', { log: logTo(5), ...view(3) }, { recoveredVisits: 2 }],
    [
      'was recovered where no view tells the base',
      { log: logTo(5), ...view(1), base: 2 },
      { recoveredVisits: 3 },
    ],
    [
      'is the view’s where the log lacks it',
      { log: logTo(5), ...view(7) },
      { count: 7, beyondLog: true, damage: [lacks(7)] },
    ],
    [
      'is what this process knows where the log lacks it',
      { log: logTo(5), known: { count: 7, inLog: 7 } },
      { count: 7, beyondLog: true, damage: [lacks(7)] },
    ],
    [
      'is not below its base, which is damage of its own',
      { log: logTo(5), base: 7 },
      {
        count: 7,
        beyondLog: true,
        damage: [{ file: 'replica.json', offset: 0, length: 0, detail: 'its base 7 is above the count 5' }],
      },
    ],
    ['may be its base', { log: logTo(5), base: 5 }, {}],
    [
      'is lacking once, not twice',
      { log: logTo(5), ...view(6), base: 7 },
      { count: 7, beyondLog: true, damage: [lacks(6)] },
    ],
    ['is adopted from a view alone', view(9), { count: 9, updatedAt: null, beyondLog: true }],
    [
      'is not adopted once there were commits',
      { ...view(9), known: { count: 9, inLog: 3 } },
      { count: 9, updatedAt: null, beyondLog: true, damage: [lacks(9, 0)] },
    ],
    [
      'is the adopted one before the first commit, of which a part is written',
      { ...view(9), log: logOnly(`${at} 10 x`) },
      { count: 9, updatedAt: null, torn: true, beyondLog: true },
    ],
    [
      'is the adopted one, whatever bytes that are not ours show',
      { ...view(9), log: logOnly('junk', { count: 20, lines: 20 }) },
      { count: 9, updatedAt: null, beyondLog: true, damage: [{ offset: 0, length: 4, detail: strange }] },
    ],
    [
      'is what damaged bytes still show',
      { log: logTo(5, { rest: 'junk', shown: { count: 8, lines: 3 } }) },
      { count: 8, beyondLog: true, damage: [{ offset: 600, length: 4, detail: strange }] },
    ],
    [
      'is not what a torn commit shows',
      { log: logTo(5, { rest: `${at} 6 x`, shown: { count: 6, lines: 1 } }) },
      { torn: true },
    ],
    [
      'is what they show before any commit',
      { log: logOnly('junk', { count: 8, lines: 3 }) },
      { count: 8, updatedAt: null, beyondLog: true, damage: [{ offset: 0, length: 4 }] },
    ],
    [
      'is what they show right behind the log before',
      { log: logOnly('junk', { count: 8, lines: 3 }), previous: logTo(5) },
      { count: 8, beyondLog: true, damage: [{ offset: 0, length: 4 }] },
    ],
    [
      'is not what so few lines cannot have reached',
      { log: logOnly('junk', { count: 9, lines: 3 }), previous: logTo(5) },
      { damage: [{ offset: 0, length: 4 }] },
    ],
    [
      'may lie in the damaged end of the log before',
      { previous: logTo(5, rotten) },
      { count: 8, beyondLog: true, damage: [{ file: 'visits.log.1', offset: 600, length: 9 }] },
    ],
    [
      'is no longer looked for there once the new log has a commit',
      { log: logTo(7, { first: 6 }), previous: logTo(5, rotten) },
      { count: 7, updatedAt: 'at 7', damage: [{ file: 'visits.log.1' }] },
    ],
  ])('%s', (_, given, more) => {
    expect(of(given)).toMatchObject({ ...sound, ...more });
  });
});

describe('between sound commits', () => {
  test.each<[string, Piece[], [offset: number, length: number, detail: string][]]>([
    ['neighbours follow each other', [run(1, 2), run(3, 3)], []],
    ['a jump is damage', [run(1, 2), run(5, 5)], [[500, 0, 'the count jumps from 2 to 5']]],
    ['a way back is damage', [run(1, 5), run(3, 3)], [[300, 0, 'the count goes back from 5 to 3']]],
    ['a count twice goes back', [run(1, 5), run(5, 5)], [[500, 0, 'the count goes back from 5 to 5']]],
    ['the first may have any count', [run(7, 8)], []],
    ['what no commit covers is damage', [run(1, 1), hole(200), run(2, 2)], [[200, 9, 'no valid commit']]],
    [
      'lost counts are told with the place',
      [run(1, 1), hole(200), run(4, 4), run(6, 6)],
      [
        [200, 9, 'no valid commit'],
        [400, 0, 'over this place the count jumps from 1 to 4'],
        [600, 0, 'the count jumps from 4 to 6'],
      ],
    ],
    [
      'a place that was read in part tells nothing of the counts',
      [run(1, 1), hole(200, { isPart: true }), run(4, 4)],
      [[200, 9, 'not all of it is valid commits']],
    ],
    ['nor does one that was not read', [run(1, 1), hole(200, { kind: 'unread' }), run(4, 4)], []],
    ['what ends visits.log is its tail', [run(1, 1), hole(200)], []],
    [
      'what ends the log before is none',
      [run(1, 1), hole(200, { file: 'visits.log.1' })],
      [[200, 9, 'no valid commit']],
    ],
  ])('%s', (_, pieces, expected) => {
    const { damage } = of({ log: { ...logTo(9), pieces } });
    expect(damage.map(({ offset, length, detail }) => [offset, length, detail])).toEqual(expected);
  });
});
