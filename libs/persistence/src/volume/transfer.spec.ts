import { openIfThere, readRange, replaceFile, setAside, writeFully } from './transfer';
import { SimulatedDisk, type Fault } from '../testing';
import type { File } from './volume';

/** A file whose writes take so many bytes each, in turn. */
function takingOnly(...sizes: number[]): { file: File; bytes: Buffer } {
  const bytes = Buffer.alloc(6, '.');
  const write = async (from: Buffer, position: number): Promise<number> =>
    from.copy(bytes, position, 0, sizes.shift());
  return { file: { write } as Partial<File> as File, bytes };
}

test('a short write is gone on with where it stopped', async () => {
  const { file, bytes } = takingOnly(1, 2, 1);
  await writeFully(file, Buffer.from('abcd'), 1);
  expect(bytes.toString()).toBe('.abcd.');
});

test('a disk that takes no byte and gives no error has failed: no loop without end', async () => {
  const { file } = takingOnly(2, 0);
  await expect(writeFully(file, Buffer.from('abcd'), 0)).rejects.toMatchObject({ code: 'EIO' });
});

test('a range is read as far as the file has it', async () => {
  const disk = new SimulatedDisk();
  disk.place('a', 'abcdef');
  const file = await disk.mount().open('a', 'read');
  expect((await readRange(file, 1, 3)).toString()).toBe('bc');
  expect((await readRange(file, 4, 9)).toString()).toBe('ef');
  expect(await readRange(file, 3, 2)).toHaveLength(0);
});

const missing: Fault = { kind: 'error', code: 'ENOENT' };

test('a file that one open misses and the next finds is there: it must not be taken for absent', async () => {
  const disk = new SimulatedDisk();
  disk.place('a', 'abc');
  let misses = 2;
  disk.fault = ({ operation }) => (operation === 'open' && misses-- > 0 ? missing : undefined);
  const file = await openIfThere(disk.mount(), 'a');
  expect((await file?.stat())?.size).toBe(3);
});

test('a name that is there and cannot be opened is an error, not an absence', async () => {
  const disk = new SimulatedDisk();
  expect(await openIfThere(disk.mount(), 'a')).toBeNull();
  disk.place('a', 'abc');
  disk.fault = ({ operation }) => (operation === 'open' ? missing : undefined);
  await expect(openIfThere(disk.mount(), 'a')).rejects.toMatchObject({ code: 'ENOENT' });
  disk.fault = ({ operation }) => (operation === 'open' ? { kind: 'error', code: 'EACCES' } : undefined);
  await expect(openIfThere(disk.mount(), 'a')).rejects.toMatchObject({ code: 'EACCES' });
});

test('a replacement that fails leaves the old content, and nothing beside it', async () => {
  const disk = new SimulatedDisk();
  disk.place('a', 'old');
  disk.fault = ({ operation }) => (operation === 'sync' ? { kind: 'error', code: 'ENOSPC' } : undefined);
  await expect(replaceFile(disk.mount(), 'a', Buffer.from('new'))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect([disk.names, disk.content('a')?.toString()]).toEqual([['a'], 'old']);
  disk.fault = null;
  const identity = await replaceFile(disk.mount(), 'a', Buffer.from('new'));
  expect((await disk.mount().stat('a'))?.identity).toBe(identity);
  disk.powerCut();
  expect([disk.names, disk.content('a')?.toString()]).toEqual([['a'], 'new']);
});

test('after a replacement that failed, a power cut during the next one leaves the old content or the new one', async () => {
  const left = new Set<string | undefined>();
  for (let seed = 1; seed <= 200; seed += 1) {
    const disk = new SimulatedDisk(seed);
    disk.place('a', 'old');
    disk.fault = ({ operation }) => (operation === 'sync' ? { kind: 'error', code: 'EIO' } : undefined);
    await expect(replaceFile(disk.mount(), 'a', Buffer.from('bad'))).rejects.toMatchObject({ code: 'EIO' });
    disk.fault = ({ operation }) => (operation === 'syncDirectory' ? { kind: 'power-cut' } : undefined);
    const volume = disk.mount();
    void replaceFile(volume, 'a', Buffer.from('new'));
    await volume.death;
    left.add(disk.content('a')?.toString());
  }
  expect([...left].sort()).toEqual(['new', 'old']);
});

test('the error that is reported is the replacement’s own, also when nothing can be tidied up', async () => {
  const disk = new SimulatedDisk();
  disk.fault = ({ operation }) =>
    operation === 'open' || operation === 'remove' ? { kind: 'error', code: `E${operation}` } : undefined;
  await expect(replaceFile(disk.mount(), 'a', Buffer.from('new'))).rejects.toMatchObject({ code: 'Eopen' });
});

test('what is set aside overwrites nothing that was set aside before', async () => {
  const disk = new SimulatedDisk();
  const names: string[] = [];
  for (const content of ['1', '2', '3']) {
    disk.place('a', content);
    names.push(await setAside(disk.mount(), 'a', 'b'));
  }
  expect(names).toEqual(['b', 'b.2', 'b.3']);
  expect(names.map((name) => disk.content(name)?.toString())).toEqual(['1', '2', '3']);
});
