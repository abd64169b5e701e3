import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openVolume } from './file';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-file-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('ensure makes the last part of the path, once, and leaves what is there', async () => {
  const path = join(dir, 'data');
  await openVolume(path).ensure();
  expect(readdirSync(path)).toEqual([]);
  writeFileSync(join(path, 'mine'), '');
  await openVolume(path).ensure();
  expect(readdirSync(path)).toEqual(['mine']);
});

test('ensure makes no parents: a path that was mistyped is reported', async () => {
  await expect(openVolume(join(dir, 'a', 'b')).ensure()).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readdirSync(dir)).toEqual([]);
});

test('a name that is not there has no stat; a path that leads nowhere is an error, not an absence', async () => {
  expect(await openVolume(dir).stat('visits.log')).toBeNull();
  writeFileSync(join(dir, 'file'), '');
  await expect(openVolume(join(dir, 'file')).stat('visits.log')).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('its space is what the file system says', async () => {
  const { availableBytes, capacityBytes } = await openVolume(dir).space();
  expect(capacityBytes).toBeGreaterThan(1024 * 1024);
  expect(availableBytes).toBeLessThanOrEqual(capacityBytes);
});

/** As root everything is allowed: then as nobody. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test('a refused permission names the file, its owner, its mode and who we are; of a new file, the directory', async () => {
  const path = join(dir, 'visits.txt');
  writeFileSync(path, '92', { mode: 0o400 });
  chmodSync(dir, 0o555);
  const owner = `${statSync(path).uid}:${statSync(path).gid}`;
  const message = async (name: string): Promise<string> =>
    unprivileged(() => openVolume(dir).open(name, 'create')).then(
      () => 'opened',
      (error: Error & { code: string }) => `${error.code}: ${error.message}`,
    );
  expect(await message('visits.txt')).toMatch(
    new RegExp(`^EACCES: ${path} belongs to ${owner} with mode 0400, this process runs as \\d+:\\d+$`),
  );
  expect(await message('visits.log')).toMatch(
    new RegExp(`^EACCES: ${dir} belongs to ${owner} with mode 0555, `),
  );
  chmodSync(dir, 0o755);
});

const makers: Record<string, (path: string) => void> = {
  'a directory': (path) => mkdirSync(path),
  'a FIFO': (path) => execFileSync('mkfifo', [path]),
  'a symbolic link that leads to no file': (path) => symlinkSync(join(dir, 'none'), path),
};
const modes = ['read', 'write', 'create', 'replace'] as const;

test.each(Object.keys(makers).flatMap((kind) => modes.map((mode) => [kind, mode] as const)))(
  '%s in the place of a file is named, and never waited for, when it is opened to %s',
  async (kind, mode) => {
    const path = join(dir, 'visits.log');
    makers[kind]?.(path);
    const refused = { code: 'EFTYPE', message: `${path} is ${kind}` };
    await expect(openVolume(dir).open('visits.log', mode)).rejects.toMatchObject(refused);
    expect(readdirSync(dir)).toEqual(['visits.log']);
  },
);

test('a link to a file is that file; one that leads nowhere is no absence', async () => {
  writeFileSync(join(dir, 'kept'), '92');
  symlinkSync(join(dir, 'kept'), join(dir, 'visits.txt'));
  const volume = openVolume(dir);
  const file = await volume.open('visits.txt', 'create');
  expect(await volume.stat('visits.txt')).toEqual(await file.stat());
  await file.close();
  rmSync(join(dir, 'kept'));
  await expect(volume.stat('visits.txt')).rejects.toMatchObject({ code: 'EFTYPE' });
});

test('a name that a file takes while it is looked for is absent, and no device', async () => {
  const volume = openVolume(dir);
  const names = [join(dir, 'visits.log'), join(dir, 'elsewhere')] as const;
  writeFileSync(names[1], '');
  const refused = new Set<unknown>();
  for (let round = 0; round < 1_000; round += 1) {
    const opened = volume.open('visits.log', 'read').then(
      (file) => file.close(),
      (error: { code: string }) => refused.add(error.code),
    );
    await nextTurn();
    renameSync(names[1], names[0]);
    await opened;
    renameSync(names[0], names[1]);
  }
  expect([...refused]).toEqual(['ENOENT']);
});
