import { SimulatedDisk } from '../testing';
import { View } from './view-file';
import { readView } from '../volume/view-file';

const absent = { kind: 'absent', isOurs: true } as const;
const text = (disk: SimulatedDisk) => disk.content('visits.txt')?.toString();

test('a longer text gives way to the count as a whole, and the count is read back', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.txt', '  12  \n\n');
  const view = await View.open(disk.mount(), await readView(disk.mount()), 12, true);
  expect([text(disk), view.count]).toEqual(['12\n', 12]);
  expect(await readView(disk.mount())).toEqual({ kind: 'count', count: 12, isOurs: true });
});

test('a short write is an error, is never continued, and the count is unknown until the next one', async () => {
  const disk = new SimulatedDisk();
  const view = await View.open(disk.mount(), absent, 9, false);
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
  await expect(View.open(disk.mount(), absent, 1, false)).rejects.toMatchObject({ code: 'EIO' });
  expect(closes).toBe(1);
});
