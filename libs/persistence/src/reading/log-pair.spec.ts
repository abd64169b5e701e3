import { openLogs, withLogs } from './log-pair';
import { readLines } from './lines';
import { readVolume } from './reader';
import { SimulatedDisk, type Call } from '../testing';

const opens = (disk: SimulatedDisk): { open: number; close: number } => {
  const seen = { open: 0, close: 0 };
  disk.fault = ({ operation, name }) => {
    if (operation === 'open' && disk.find(name)) seen.open += 1;
    if (operation === 'close') seen.close += 1;
    return undefined;
  };
  return seen;
};

function diskWith(files: Record<string, string>): SimulatedDisk {
  const disk = new SimulatedDisk();
  for (const [name, content] of Object.entries(files)) disk.place(name, content);
  return disk;
}

test('a rotation between the two opens hides no file', async () => {
  const disk = diskWith({ 'visits.log': 'old\n', 'visits.txt': '1\n' });
  let rotated = false;
  disk.fault = ({ operation, name }: Call) => {
    if (operation === 'open' && name === 'visits.log.1' && !rotated) {
      rotated = true;
      disk.rename('visits.log', 'visits.log.1');
      disk.place('visits.log', 'new\n');
    }
    return undefined;
  };
  const lines: string[] = [];
  for await (const line of readLines(disk.mount())) lines.push(line);
  expect(lines).toEqual(['old', 'new']);
});

test.each([
  ['the lines', async (disk: SimulatedDisk) => void (await readLines(disk.mount()).next())],
  ['a reading', async (disk: SimulatedDisk) => void (await readVolume(disk.mount()))],
])('%s of a log that is replaced at each look is an error, not a loop', async (_, read) => {
  const disk = diskWith({ 'visits.log': '' });
  disk.fault = ({ operation, name }: Call) => {
    if (operation === 'stat' && name === 'visits.log') disk.place('visits.log', '');
    return undefined;
  };
  await expect(read(disk)).rejects.toMatchObject({
    name: 'ReadError',
    code: 'io-error',
    message: 'The log was replaced again and again.',
  });
});

test.each(['visits.log.1', 'visits.log'])('where %s cannot be opened, nothing stays open', async (name) => {
  const disk = diskWith({ 'visits.log': 'a\n', 'visits.log.1': 'b\n' });
  const seen = { open: 0, close: 0 };
  disk.fault = (call) => {
    if (call.operation === 'open' && call.name === name) return { kind: 'error', code: 'EACCES' };
    if (call.operation === 'open') seen.open += 1;
    if (call.operation === 'close') seen.close += 1;
    return undefined;
  };
  await expect(openLogs(disk.mount())).rejects.toMatchObject({ code: 'EACCES' });
  expect(seen.close).toBe(seen.open);
});

test('the files are closed whatever their use ends with, and how that close ends tells nothing', async () => {
  const disk = diskWith({ 'visits.log': 'a\n' });
  const seen = opens(disk);
  expect(await withLogs(disk.mount(), async ({ previous, log }) => [previous, log !== null])).toEqual([
    null,
    true,
  ]);
  expect(seen.close).toBe(seen.open);
  disk.fault = ({ operation }) => (operation === 'close' ? { kind: 'error', code: 'EIO' } : undefined);
  await expect(withLogs(disk.mount(), async () => 7)).resolves.toBe(7);
});

test('lines that no single read holds come whole; what follows the last LF is none', async () => {
  const texts = ['x'.repeat(70_000), 'é'.repeat(40_000), '', 'last'];
  const disk = diskWith({ 'visits.log': `${texts.join('\n')}\nnot yet`, 'visits.txt': '1\n' });
  const lines: string[] = [];
  for await (const line of readLines(disk.mount())) lines.push(line);
  expect(lines).toEqual(texts);
});

test('a caller that stops reading lines early leaves no file open', async () => {
  const disk = diskWith({ 'visits.log': 'a\nb\n', 'visits.log.1': 'c\n', 'visits.txt': '1\n' });
  const seen = opens(disk);
  for await (const line of readLines(disk.mount())) {
    expect(line).toBe('c');
    break;
  }
  expect(seen.open).toBeGreaterThan(2);
  expect(seen.close).toBe(seen.open);
});

test('lines of a disk that fails are a ReadError', async () => {
  const disk = diskWith({ 'visits.log': 'a\n' });
  disk.fault = ({ operation }) => (operation === 'read' ? { kind: 'error', code: 'EIO' } : undefined);
  await expect(readLines(disk.mount()).next()).rejects.toMatchObject({ name: 'ReadError', code: 'io-error' });
});
