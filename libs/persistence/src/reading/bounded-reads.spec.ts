import { BoundedReads } from './bounded-reads';

const DEADLINE_MS = 30;
const never = (): Promise<never> => new Promise(() => undefined);

test('equal reads share a flight, the next one is new, and a failure is everybody’s who shares it', async () => {
  const reads = new BoundedReads();
  let began = 0;
  const read = async (): Promise<number> => (began += 1);
  expect(await Promise.all([reads.share('a', read), reads.share('a', read)])).toEqual([1, 1]);
  expect(await reads.share('a', read)).toBe(2);
  const sick = async (): Promise<never> => Promise.reject(new Error('sick'));
  const both = await Promise.allSettled([reads.share('a', sick), reads.share('a', sick)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await reads.share('a', read)).toBe(3);
});

test('two are under way at most; the others follow, whatever becomes of the first', async () => {
  const reads = new BoundedReads();
  const ends: (() => void)[] = [];
  const all = ['a', 'b', 'c', 'd'].map((key, index) =>
    reads.share(
      key,
      () => new Promise((resolve, reject) => ends.push(index === 0 ? reject : () => resolve(key))),
    ),
  );
  const settled = Promise.allSettled(all);
  for (let done = 0; done < 4; done += 1) {
    while (ends.length === done) await new Promise(setImmediate);
    expect(ends.length).toBeLessThanOrEqual(done + 2);
    ends[done]?.();
  }
  expect((await settled).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
});

test('what hangs is stalled at the deadline, at once for callers that come later, and two calls hang at most', async () => {
  const reads = new BoundedReads(DEADLINE_MS);
  let began = 0;
  const hang = (): Promise<never> => {
    began += 1;
    return never();
  };
  const stalled = { code: 'stalled' };
  const first = ['a', 'a', 'b', 'c', 'd'].map((key) => reads.share(key, hang));
  const begunMs = performance.now();
  await Promise.all(first.map((one) => expect(one).rejects.toMatchObject(stalled)));
  while (performance.now() <= begunMs + DEADLINE_MS) await new Promise(setImmediate);
  for (const key of ['a', 'b', 'e']) {
    const waits = new Promise((resolve) => setImmediate(resolve, 'it waits'));
    await expect(Promise.race([reads.share(key, hang), waits])).rejects.toMatchObject(stalled);
  }
  expect(began).toBe(2);
});

test('it recovers with the disk', async () => {
  const reads = new BoundedReads(DEADLINE_MS);
  let end: (value: string) => void = () => undefined;
  const late = reads.share('a', () => new Promise<string>((resolve) => (end = resolve)));
  await expect(late).rejects.toMatchObject({ code: 'stalled' });
  end('late');
  await new Promise(setImmediate);
  expect(await reads.share('a', async () => 'fresh')).toBe('fresh');
});
