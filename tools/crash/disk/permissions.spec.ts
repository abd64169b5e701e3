import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf } from '../src/bundle';
import { cleansUp, visit, volume } from '../src/fixture';
import { Pod } from '../src/pod';
import { fileSystem, leavesNothing } from './ground';

cleansUp();
leavesNothing();

/** The clock as nobody, in this directory: how it ended within two seconds. */
function asNobody(dataDir: string) {
  const run = spawnSync(
    'setpriv',
    ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, bundleOf('clock')],
    {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', ADMIN_PORT: '0' },
      encoding: 'utf8',
      timeout: 5000,
    },
  );
  return { status: run.status, said: run.stdout + run.stderr };
}

it('a directory that is not ours: names the uid, the owner, the mode and the cure, and exits 1', () => {
  const dataDir = volume();
  chmodSync(dataDir, 0o755);
  const { status, said } = asNobody(dataDir);
  expect(status).toBe(1);
  for (const part of ['65534', '755', 'fsGroup', 'chown']) expect(said).toContain(part);
});

it('a DATA_DIR that is a file: says so and exits 1', () => {
  const path = join(volume(), 'file');
  writeFileSync(path, 'mine');
  const run = spawnSync(process.execPath, [bundleOf('clock')], {
    env: { PATH: process.env.PATH, DATA_DIR: path },
    encoding: 'utf8',
    timeout: 5000,
  });
  expect(run.status).toBe(1);
  expect(run.stdout + run.stderr).toContain('file');
});

it.each([
  ['missing', (home: string) => join(home, 'not', 'yet', 'there')],
  [
    'a symbolic link',
    (home: string) => {
      mkdirSync(join(home, 'real'));
      symlinkSync(join(home, 'real'), join(home, 'link'));
      return join(home, 'link');
    },
  ],
])('a DATA_DIR that is %s works', async (_kind, make) => {
  const pod = await Pod.of({ dataDir: make(volume()) });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
});

it('files of the volume on another device than its log: counts there', async () => {
  const other = fileSystem('ext4', 16);
  const home = volume();
  symlinkSync(other.path, join(home, 'data'));
  const pod = await Pod.of({ dataDir: join(home, 'data') });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
});

it('a log that nobody may change (chattr +i): unready with a reason, alive, and well after it', async () => {
  const mount = fileSystem('ext4', 16);
  const first = await Pod.of({ dataDir: mount.path });
  await first.ready();
  expect((await visit(first.url)).n).toBe(1);
  await first.end('SIGTERM');
  const log = join(mount.path, 'visits.log');
  execFileSync('chattr', ['+i', log]);
  const pod = await Pod.of({ dataDir: mount.path });
  await pod.answers('/startupz');
  expect((await visit(pod.url)).code).toBe('permission-denied');
  expect((await pod.get('/livez')).status).toBe(200);
  execFileSync('chattr', ['-i', log]);
  await pod.ready(6000);
  expect((await visit(pod.url)).n).toBe(2);
});
