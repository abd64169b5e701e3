import { SimulatedDisk } from './testing';
import { parseView, readView, View } from './view';

const absent = { kind: 'absent' } as const;
const text = (disk: SimulatedDisk) => disk.content('visits.txt')?.toString();

test.each([
  ['', absent],
  ['\0\0', absent],
  ['92\n', { kind: 'count', count: 92 }],
  ['92\0\0', { kind: 'count', count: 92 }],
  ['\0 92', { kind: 'foreign' }],
  ['-1', { kind: 'foreign' }],
  ['1 2', { kind: 'foreign' }],
  ['999999999999999', { kind: 'count', count: 999_999_999_999_999 }],
  ['1000000000000000', { kind: 'foreign' }],
  [' '.repeat(62) + '7', { kind: 'count', count: 7 }],
  [' '.repeat(63) + '7', { kind: 'foreign' }],
])('visits.txt with %j', (content, told) => {
  expect(parseView(Buffer.from(content))).toEqual(told);
});

test('a longer text is cut to the count, and the count is read back', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.txt', '  12  \n\n');
  const view = await View.open(disk.mount(), await readView(disk.mount()), 12);
  expect([text(disk), view.count]).toEqual(['12\n', 12]);
  expect(await readView(disk.mount())).toEqual({ kind: 'count', count: 12 });
});

test('a short write is an error, is never continued, and the count is unknown until the next one', async () => {
  const disk = new SimulatedDisk();
  const view = await View.open(disk.mount(), absent, 9);
  let writes = 0;
  disk.fault = ({ operation }) => {
    writes += operation === 'write' ? 1 : 0;
    return operation === 'write' ? { kind: 'short', bytes: 1 } : undefined;
  };
  await expect(view.write(10)).rejects.toMatchObject({ code: 'ENOSPC' });
  expect([writes, view.count]).toEqual([1, null]);
  disk.fault = null;
  await view.write(10);
  expect([text(disk), view.count]).toEqual(['10\n', 10]);
});

test('a view that cannot be written at the opening is not left open', async () => {
  const disk = new SimulatedDisk();
  let closes = 0;
  disk.fault = ({ operation }) => {
    closes += operation === 'close' ? 1 : 0;
    return operation === 'write' ? { kind: 'error', code: 'EIO' } : undefined;
  };
  await expect(View.open(disk.mount(), absent, 1)).rejects.toMatchObject({ code: 'EIO' });
  expect(closes).toBe(1);
});
