import { TotalStream } from './total-stream';

const large = (n: number) => `event: total\ndata: ${n}${'.'.repeat(100_000)}\n\n`;
const numbers = (text: string) => [...text.matchAll(/data: (\d+)/g)].map(([, n]) => Number(n));

async function read(stream: TotalStream): Promise<string> {
  let text = '';
  stream.source.on('data', (part: Buffer) => (text += part.toString()));
  await new Promise(setImmediate);
  return text;
}

it('a slow client gets the latest event, not all that were between', async () => {
  const stream = new TotalStream(() => undefined);
  for (let n = 1; n <= 50; n += 1) stream.show(large(n));
  expect(stream.source.readableLength).toBeLessThan(300_000);
  expect(numbers(await read(stream))).toEqual([1, 50]);
});

it('one that takes nothing for fifteen beats is let go', async () => {
  let closed = false;
  const stream = new TotalStream(() => (closed = true));
  stream.show(large(1));
  for (let n = 1; n < 15; n += 1) stream.beat();
  expect(stream.source.destroyed).toBe(false);
  stream.beat();
  expect(stream.source.destroyed).toBe(true);
  await new Promise(setImmediate);
  expect(closed).toBe(true);
});

it('a beat is an event that a page hears, and one that reads stays', async () => {
  const stream = new TotalStream(() => undefined);
  for (let n = 0; n < 5; n += 1) stream.beat();
  expect(await read(stream)).toBe(`retry: 2000\n\n${'event: alive\ndata: {}\n\n'.repeat(5)}`);
  expect(stream.source.destroyed).toBe(false);
});

it('says nothing after its end', async () => {
  const stream = new TotalStream(() => undefined);
  stream.end();
  stream.show(large(1));
  stream.beat();
  expect(await read(stream)).toBe('retry: 2000\n\n');
});
