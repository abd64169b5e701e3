import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf } from '@visits/testing/bundle';
import { cleansUp, visit, volume } from '../src/fixture';
import { eventually } from '@visits/testing/eventually';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
import { fileSystem, leavesNothing } from './ground';

cleansUp();
leavesNothing();

/** The clock as nobody, in this directory: how it ended. */
function asNobody(dataDir: string) {
  const run = spawnSync(
    'setpriv',
    ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, bundleOf('clock')],
    {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', ADMIN_PORT: '0' },
      encoding: 'utf8',
      timeout: 30_000,
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
    timeout: 30_000,
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

it('a DATA_DIR that is a symbolic link to another device: counts there', async () => {
  const other = fileSystem('ext4', 16);
  const home = volume();
  symlinkSync(other.path, join(home, 'data'));
  const pod = await Pod.of({ dataDir: join(home, 'data') });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  expect(readFileSync(join(other.path, 'visits.log'), 'utf8')).toMatch(/ 1 /);
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
  await (await pod.answers('/startupz')).arrayBuffer();
  expect((await visit(pod.url)).code).toBe('permission-denied');
  expect((await pod.get('/livez')).status).toBe(200);
  execFileSync('chattr', ['-i', log]);
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(2);
});

describe('as nobody, on a volume of its own where root has been', () => {
  const NOBODY = 65534;
  const countedOnce = async (): Promise<string> => {
    const dataDir = volume();
    chownSync(dataDir, NOBODY, NOBODY);
    const first = await Pod.of({ dataDir, user: NOBODY });
    await first.ready();
    expect((await visit(first.url)).n).toBe(1);
    await first.end('SIGTERM');
    return dataDir;
  };

  it.each(['LOCK', 'visits.log', 'visits.txt', 'replica.json'])(
    '%s that only root may touch: unready, says who owns what and the cure, alive, and counts on after it',
    async (name) => {
      const dataDir = await countedOnce();
      const path = join(dataDir, name);
      const before = readFileSync(path);
      chownSync(path, 0, 0);
      chmodSync(path, 0o600);
      const pod = await Pod.of({ dataDir, user: NOBODY });
      await (await pod.answers('/startupz')).arrayBuffer();
      expect((await visit(pod.url)).code).toBe('permission-denied');
      const reason = await (await pod.answers('/readyz', 503)).text();
      for (const part of [`${path} belongs to 0:0 with mode 0600`, '65534', 'fsGroup', 'chown'])
        expect(reason).toContain(part);
      expect((await pod.get('/livez')).status).toBe(200);
      expect(readFileSync(path)).toEqual(before);
      chownSync(path, NOBODY, NOBODY);
      await pod.ready();
      expect((await visit(pod.url)).n).toBe(2);
    },
  );

  it('a directory that is taken away while it counts: goes on, and says so when it must make a file', async () => {
    const dataDir = await countedOnce();
    const pod = await Pod.of({ dataDir, user: NOBODY, env: { LOG_KEEP_BYTES: '131072' } });
    await pod.ready();
    const ledger = new Ledger(dataDir);
    chownSync(dataDir, 0, 0);
    chmodSync(dataDir, 0o755);
    const load = new Load({ url: pod.url, connections: 16, ledger });
    await eventually('the rotation is refused', 60_000, () => load.problems.length > 0);
    expect(ledger.receipts.length).toBeGreaterThan(500);
    expect((await visit(pod.url)).code).toBe('permission-denied');
    expect((await pod.get('/livez')).status).toBe(200);
    chownSync(dataDir, NOBODY, NOBODY);
    await pod.ready();
    await load.stop();
    await pod.end('SIGTERM');
    expect(ledger.judge(dataDir, 131_072)).toEqual(innocent);
    const { count, view } = heldBy(dataDir);
    expect(view).toBe(count);
  });
});
