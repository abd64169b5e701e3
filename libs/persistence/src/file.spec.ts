import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('ensure makes no parents: a path that was mistyped is told', async () => {
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

test('it tells whose the directory is, with which mode, and who we are', async () => {
  chmodSync(dir, 0o705);
  const me = `${process.getuid?.()}:${process.getgid?.()}`;
  expect(await openVolume(dir).describe()).toBe(
    `${dir} belongs to ${me} with mode 0705, this process runs as ${me}`,
  );
  expect(await openVolume(join(dir, 'none')).describe()).toBe(
    `${dir}/none cannot be looked at, this process runs as ${me}`,
  );
});
