import { encodeCommit, MAX_TRAILER_BYTES } from '../format/commit';
import { CommitQueue, type Entry } from './commit-queue';
import { JournalError } from '../errors';
import { MAX_COUNT } from '../format/layout';

const at = '2026-11-21T13:45:04.123Z';
const ignore = (): void => undefined;
const entry = (text: string, more: Partial<Entry> = {}): Entry => ({
  at,
  text,
  resolve: ignore,
  reject: ignore,
  ...more,
});

function queueOf(texts: readonly string[], maxBatchBytes?: number): CommitQueue {
  const queue = new CommitQueue(texts.length, maxBatchBytes);
  for (const text of texts) queue.add(entry(text));
  return queue;
}

const numbered = (size: number): string[] => Array.from({ length: size }, (_, i) => `v${i}`);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Loop turns, not time: a queue that is quiet needs few of them. */
const settledWithin = async (settled: Promise<void>, turns: number): Promise<boolean> => {
  let done = false;
  void settled.then(() => (done = true));
  for (let n = 0; n < turns && !done; n += 1) await turn();
  return done;
};

test('is full at its limit, and has room again for what was taken', () => {
  const queue = new CommitQueue(2);
  queue.add(entry('a'));
  expect(queue.isFull).toBe(false);
  queue.add(entry('b'));
  expect(queue.isFull).toBe(true);
  queue.take(0);
  expect(queue).toMatchObject({ length: 0, isFull: false });
});

test('the lines of a batch are its visits, as the log will hold them', () => {
  const { entries, visits, lines } = queueOf(['a', 'b\n #1:0']).take(41);
  expect(entries.map(({ text }) => text)).toEqual(['a', 'b\n #1:0']);
  expect(visits).toEqual([
    { n: 42, at, text: 'a' },
    { n: 43, at, text: 'b\n #1:0' },
  ]);
  expect(lines).toEqual([`${at} 42 a`, `${at} 43 b\\x0a \\x231:0`]);
});

test('a text counts with the bytes of its escapes, and a batch is filled to the last one', () => {
  const line = 24 + 15 + 3; // time, the longest count, two spaces, LF
  const bound = MAX_TRAILER_BYTES + 2 * (line + 8);
  expect(queueOf(['\n\n', 'éééé', 'x'], bound).take(0).lines.length).toBe(2);
  expect(queueOf(['\n\n', 'ééééx'], bound).take(0).lines.length).toBe(1);
  const { lines } = queueOf(['\n\n', 'éééé'], bound).take(999_999_999_999_990);
  expect(encodeCommit(lines).length).toBeLessThanOrEqual(bound);
});

test('what fits into no batch makes one of its own: it must not block the queue', () => {
  const queue = queueOf(['long', 'long too'], 10);
  expect(queue.take(0).visits.map(({ text }) => text)).toEqual(['long']);
  expect(queue.take(1).visits).toEqual([{ n: 2, at, text: 'long too' }]);
  expect(queue.length).toBe(0);
});

test('what a batch leaves comes with the next ones, also behind thousands, and with what arrives meanwhile', () => {
  const texts = numbered(3000);
  const queue = queueOf(texts.slice(0, 2999), 4000);
  const taken: string[] = [];
  let late = false;
  while (queue.length > 0) {
    const before = queue.length;
    const { visits } = queue.take(taken.length);
    expect(visits[0]?.n).toBe(taken.length + 1);
    expect(queue.length).toBe(before - visits.length);
    taken.push(...visits.map(({ text }) => text));
    if (!late && taken.length > 1500) queue.add(entry(texts[2999] as string));
    late ||= taken.length > 1500;
  }
  expect(taken).toEqual(texts);
});

test('nothing is taken beyond the largest count', () => {
  const queue = queueOf(numbered(4));
  expect(queue.take(MAX_COUNT - 2).visits.map(({ n }) => n)).toEqual([MAX_COUNT - 1, MAX_COUNT]);
  expect(queue.take(MAX_COUNT).lines).toEqual([]);
  expect(queue.length).toBe(2);
});

test('a refusal meets all that wait, none that was taken, and empties the queue', () => {
  const refused: [string, JournalError][] = [];
  const queue = new CommitQueue(10, MAX_TRAILER_BYTES + 60);
  for (const text of ['taken', 'b', 'c']) queue.add(entry(text, { reject: (e) => refused.push([text, e]) }));
  expect(queue.take(0).lines.length).toBe(1);
  const error = new JournalError('closing');
  queue.refuse(error);
  expect(refused).toEqual([
    ['b', error],
    ['c', error],
  ]);
  expect(queue.length).toBe(0);
  queue.add(entry('d'));
  expect(queue.take(1).visits).toEqual([{ n: 2, at, text: 'd' }]);
});

test('a quiet queue is settled after one turn of the loop', async () => {
  const queue = queueOf(['a']);
  let settled = false;
  const done = queue.settle().then(() => (settled = true));
  await Promise.resolve();
  expect(settled).toBe(false); // what arrives in this turn still comes along
  await turn();
  await turn();
  expect(settled).toBe(true);
  await done;
});

describe('with a clock that stands still', () => {
  let nowMs = 0;
  beforeEach(() => {
    nowMs = 1000;
    performance.now = () => nowMs;
  });
  afterEach(() => void Reflect.deleteProperty(performance, 'now')); // back to the prototype's own

  test('a queue that grows is not settled; one that has stopped growing is', async () => {
    const queue = new CommitQueue(100);
    const settled = queue.settle();
    for (let n = 0; n < 20; n += 1) {
      queue.add(entry(`v${n}`));
      expect(await settledWithin(settled, 1)).toBe(false);
    }
    expect(await settledWithin(settled, 4)).toBe(true);
  });

  test('a queue that grows without end is settled after a millisecond', async () => {
    const queue = new CommitQueue(100);
    const settled = queue.settle();
    const grow = async (): Promise<boolean> => {
      queue.add(entry('v'));
      return settledWithin(settled, 1);
    };
    for (const elapsed of [0, 0.5, 0.99]) {
      nowMs = 1000 + elapsed;
      expect(await grow()).toBe(false);
    }
    nowMs = 1001;
    let done = false;
    for (let n = 0; n < 4 && !done; n += 1) done = await grow();
    expect(done).toBe(true);
  });
});
