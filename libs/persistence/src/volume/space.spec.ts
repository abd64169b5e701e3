import { MAX_COMMIT_BYTES, MAX_DEFAULT_KEEP_BYTES } from '../format/layout';
import { defaultKeepBytes, readSpace } from './space';
import { SimulatedDisk } from '../testing';

const MIB = 1024 * 1024;
const space = (capacityBytes: number) => ({ capacityBytes, availableBytes: 0 });

function diskWith(files: Record<string, number>): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.capacityBytes = 10 * MIB;
  for (const [name, size] of Object.entries(files)) disk.place(name, 'x'.repeat(size));
  return disk;
}

test('an empty volume needs what both logs may become, and the batch that an opening tries', async () => {
  expect(await readSpace(diskWith({}).mount(), 4000)).toEqual({
    capacityBytes: 10 * MIB,
    availableBytes: 10 * MIB,
    neededBytes: 4000 + MAX_COMMIT_BYTES,
  });
});

test('both logs count for what they have, nothing else does', async () => {
  const disk = diskWith({ 'visits.log': 1000, 'visits.log.1': 500, 'visits.log.torn': 2000 });
  expect((await readSpace(disk.mount(), 4000)).neededBytes).toBe(2500 + MAX_COMMIT_BYTES);
});

test('logs beyond their bound (it was lowered) need only the batch', async () => {
  const disk = diskWith({ 'visits.log': 5000 });
  expect((await readSpace(disk.mount(), 4000)).neededBytes).toBe(MAX_COMMIT_BYTES);
});

test('without a configured bound it is 60 % of the volume, 64 MiB at most', async () => {
  expect(defaultKeepBytes(space(10 * MIB))).toBe(6 * MIB);
  expect(defaultKeepBytes(space(7))).toBe(4);
  expect(defaultKeepBytes(space(1000 * MIB))).toBe(MAX_DEFAULT_KEEP_BYTES);
  expect((await readSpace(diskWith({}).mount())).neededBytes).toBe(6 * MIB + MAX_COMMIT_BYTES);
});
