import { encodeCommit } from '../format/commit';
import { formatLine } from '../format/record';
import { lockLog } from '../volume/lock';
import { rotate } from './rotation';
import { SimulatedDisk } from '../testing';

const full = encodeCommit([formatLine('2026-11-21T13:45:04.123Z', 1, 'a')]);

function diskWith(previous: Buffer | string = full): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.place('visits.log', full);
  disk.place('visits.log.1', previous);
  return disk;
}

test('the full log becomes the one before; the new one is empty, locked, and there after a power cut', async () => {
  const disk = diskWith();
  const log = await rotate(disk.mount(), 'sound');
  expect((await log.stat()).size).toBe(0);
  expect(lockLog(await disk.mount().open('visits.log', 'write'))).toBe(false);
  disk.powerCut();
  expect(disk.names).toEqual(['visits.log', 'visits.log.1']);
  expect(disk.content('visits.log.1')).toEqual(full);
});

test.each([
  ['has written', (disk: SimulatedDisk) => disk.place('visits.log', full)],
  [
    'holds',
    (disk: SimulatedDisk) => {
      disk.place('visits.log', '');
      disk.find('visits.log')?.tryLock({}, { offset: 0, length: 1 });
    },
  ],
])('a new log that another process %s is given up: two must not write one file', async (_, meddle) => {
  const disk = diskWith();
  let closes = 0;
  disk.fault = ({ operation, name }) => {
    if (operation === 'open' && name === 'visits.log') meddle(disk);
    if (operation === 'close' && name === 'visits.log') closes += 1;
    return undefined;
  };
  await expect(rotate(disk.mount(), 'sound')).rejects.toMatchObject({ code: 'volume-changed' });
  expect(closes).toBe(1);
  expect(disk.content('visits.log.1')).toEqual(full);
});

test('a log before that is damaged is kept', async () => {
  const disk = diskWith(Buffer.concat([full, Buffer.from('x')]));
  await rotate(disk.mount(), 'damaged');
  expect(disk.content('visits.log.1.damaged')?.toString()).toBe(`${full}x`);
  expect(disk.content('visits.log.1')).toEqual(full);
});
