import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { Journal, JournalModule, openVolume } from '@visits/persistence';
import { SimulatedDisk } from '@visits/persistence/testing';
import { createShell, loadSettings, type Shell } from '@visits/service';
import pino from 'pino';
import { Condition, HealthModule } from '../src/index';
import { SpaceWatch } from '../src/space-watch';

type Volume = ReturnType<typeof openVolume>;

@Module({})
class HealthApp {
  static on(volume: Volume, pod: string): DynamicModule {
    const holder = { pod, boot: `boot-of-${pod}`, claim: '' };
    const options = { volume, holder, timings: { lockRetryMs: 20, backoffMinMs: 20, backoffMaxMs: 40 } };
    return {
      module: HealthApp,
      imports: [JournalModule.forRootAsync({ useFactory: () => options }), HealthModule],
    };
  }
}

describe('health', () => {
  const shells: Shell[] = [];
  const lines: string[] = [];
  const begin = async (volume: Volume, pod = 'clock-0'): Promise<Shell> => {
    const shell = await createShell({
      name: 'clock',
      settings: loadSettings({ DATA_DIR: tmpdir(), POD_NAME: pod }),
      module: () => HealthApp.on(volume, pod),
      log: pino({}, { write: (line) => void lines.push(line) }),
    });
    shells.push(shell);
    await shell.app.listen(0, '127.0.0.1');
    return shell;
  };
  const ask = async (shell: Shell, path: string, method: 'GET' | 'HEAD' = 'GET') => {
    const { port } = shell.app.getHttpServer().address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: text ? JSON.parse(text) : null,
    };
  };
  /** Waits for a state that the journal announces. */
  const state = (shell: Shell, wanted: string) => {
    const journal = shell.app.get(Journal, { strict: false });
    return new Promise<void>((resolve) => {
      if (journal.status().state === wanted) return resolve();
      const stop = journal.onState((now) => {
        if (now !== wanted) return;
        stop();
        resolve();
      });
    });
  };
  const codes = async (shell: Shell) => ({
    livez: (await ask(shell, '/livez')).status,
    readyz: (await ask(shell, '/readyz')).status,
    startupz: (await ask(shell, '/startupz')).status,
  });
  const troubles = (shell: Shell) => shell.app.get(Condition, { strict: false }).troubles();
  const ground = mkdtempSync(join(tmpdir(), 'health-'));
  afterAll(() => rmSync(ground, { recursive: true }));
  const temp = () => mkdtempSync(join(ground, 'volume-'));
  afterEach(async () => {
    for (const shell of shells.splice(0)) await shell.app.close();
    expect(lines.splice(0)).toEqual([]);
  });

  it('is green on a real directory once it is open', async () => {
    const shell = await begin(openVolume(temp()));
    await state(shell, 'open');
    expect(await codes(shell)).toEqual({ livez: 200, readyz: 200, startupz: 200 });
    expect(troubles(shell)).toEqual([]);
    const ready = await ask(shell, '/readyz');
    expect(ready.body.details).toEqual({
      process: { status: 'up' },
      journal: { status: 'up', state: 'open' },
      space: { status: 'up' },
      siblings: { status: 'up' },
    });
    expect(ready.headers).toMatchObject({ 'cache-control': 'no-store', 'x-pod': 'clock-0' });
    expect((await ask(shell, '/readyz', 'HEAD')).status).toBe(200);
    for (const path of ['/health', '/healthz']) {
      expect((await ask(shell, path)).body.info.journal).toMatchObject({
        visits: 0,
        replica: expect.any(String),
      });
    }
  });

  it('is unready, alive and started while another process holds the volume, and names the holder', async () => {
    const disk = new SimulatedDisk();
    const first = await begin(disk.mount());
    await state(first, 'open');
    const second = await begin(disk.mount(), 'clock-0-twin');
    await state(second, 'waiting');
    expect(await codes(second)).toEqual({ livez: 200, readyz: 503, startupz: 200 });
    const { journal } = (await ask(second, '/readyz')).body.error;
    expect(journal).toMatchObject({ code: 'locked', holder: { pod: 'clock-0', boot: 'boot-of-clock-0' } });
    for (const words of [journal.detail, journal.action]) expect(words).toMatch(/\w/);
    await first.app.close();
    await state(second, 'open');
    expect((await codes(second)).readyz).toBe(200);
  });

  it('is not started while the first attempt to open is under way', async () => {
    const disk = new SimulatedDisk();
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    disk.fault = () => ({ kind: 'hang', until });
    const shell = await begin(disk.mount());
    expect(await codes(shell)).toEqual({ livez: 200, readyz: 503, startupz: 503 });
    expect((await ask(shell, '/startupz')).body.error.startup.code).toBe('opening');
    disk.fault = null;
    release();
    await state(shell, 'open');
    expect((await codes(shell)).startupz).toBe(200);
  });

  it('tells a full disk, stays alive and started, and heals with it', async () => {
    const disk = new SimulatedDisk();
    disk.fault = ({ operation }) => (operation === 'write' ? { kind: 'error', code: 'ENOSPC' } : undefined);
    const shell = await begin(disk.mount());
    await state(shell, 'failed');
    expect(await codes(shell)).toEqual({ livez: 200, readyz: 503, startupz: 200 });
    const { headers, body } = await ask(shell, '/readyz');
    expect(body.error.journal).toMatchObject({
      code: 'disk-full',
      state: 'failed',
      action: expect.any(String),
    });
    expect(headers['retry-after']).toBe('1');
    disk.fault = null;
    await state(shell, 'open');
    expect((await codes(shell)).readyz).toBe(200);
  });

  it('is unready but alive once the process drains', async () => {
    const shell = await begin(openVolume(temp()));
    await state(shell, 'open');
    shell.drain.begin();
    expect(await codes(shell)).toEqual({ livez: 200, readyz: 503, startupz: 200 });
    expect((await ask(shell, '/readyz')).body.error).toMatchObject({ process: { code: 'draining' } });
  });

  it('serves a damaged volume, degraded', async () => {
    const directory = temp();
    // A view ahead of the log: acknowledged visits are missing.
    writeFileSync(join(directory, 'visits.log'), '');
    const first = await begin(openVolume(directory));
    await state(first, 'open');
    await first.app.get(Journal, { strict: false }).append('one');
    await first.app.close();
    shells.pop();
    writeFileSync(join(directory, 'visits.txt'), '9\n');
    const shell = await begin(openVolume(directory));
    await state(shell, 'open');
    const ready = await ask(shell, '/readyz');
    expect([ready.status, ready.body.status]).toEqual([200, 'degraded']);
    expect(ready.body.info.journal).toMatchObject({ status: 'degraded', code: 'damaged' });
    shell.drain.begin();
    expect(troubles(shell)).toMatchObject([{ code: 'draining' }, { code: 'damaged' }]);
    expect((await ask(shell, '/health')).body.info.journal.damage).toHaveLength(1);
  });

  /** Somebody else's file on the disk. */
  const occupy = async (disk: SimulatedDisk, bytes: number) => {
    const volume = disk.mount();
    const file = await volume.open('somebody-elses-file', 'replace');
    await file.write(Buffer.alloc(bytes), 0);
    await file.close();
    return volume;
  };

  it('is ready but degraded while the volume has less space than counting may still need, and says how much', async () => {
    const disk = new SimulatedDisk();
    disk.capacityBytes = 1_000_000;
    const shell = await begin(disk.mount());
    await state(shell, 'open');
    const watch = shell.app.get(SpaceWatch, { strict: false });
    await watch.look();
    // 600,000 for the logs and a batch of 65,536 are needed.
    expect((await ask(shell, '/health')).body.info.space).toMatchObject({
      status: 'up',
      capacityBytes: 1_000_000,
      neededBytes: 665_536,
    });
    const other = await occupy(disk, 400_000);
    await watch.look();
    const low = await ask(shell, '/readyz');
    expect([low.status, low.body.status]).toEqual([200, 'degraded']);
    expect(low.body.details).toMatchObject({
      journal: { status: 'up' },
      space: { status: 'degraded', code: 'space-low', action: expect.stringContaining('claim') },
    });
    expect(low.body.details.space.detail).toMatch(/^5\d{5} bytes are free; .* 665536\.$/);
    await other.remove('somebody-elses-file');
    await watch.look();
    expect((await ask(shell, '/readyz')).body).toMatchObject({
      status: 'ok',
      details: { space: { status: 'up' } },
    });
  });

  it('needs no more space for what the logs have taken already', async () => {
    const disk = new SimulatedDisk();
    disk.capacityBytes = 1_000_000;
    const shell = await begin(disk.mount());
    await state(shell, 'open');
    const journal = shell.app.get(Journal, { strict: false });
    const watch = shell.app.get(SpaceWatch, { strict: false });
    await Promise.all(Array.from({ length: 5000 }, () => journal.append('a visit')));
    await watch.look();
    const { neededBytes, availableBytes } = (await ask(shell, '/health')).body.info.space;
    expect(neededBytes).toBeLessThan(665_536 - 5000 * 30);
    expect(availableBytes).toBeGreaterThan(neededBytes);
  });

  it('asks no probe to wait for a disk that does not tell its space, and asks that disk once', async () => {
    const disk = new SimulatedDisk();
    const shell = await begin(disk.mount());
    await state(shell, 'open');
    const watch = shell.app.get(SpaceWatch, { strict: false });
    await watch.look();
    let asked = 0;
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    disk.fault = ({ operation }) => {
      if (operation !== 'space') return undefined;
      asked += 1;
      return { kind: 'hang', until, code: 'EIO' };
    };
    const looks = [watch.look(), watch.look()];
    expect(await codes(shell)).toEqual({ livez: 200, readyz: 200, startupz: 200 });
    expect(asked).toBe(1);
    release();
    await Promise.all(looks);
    // It failed: no figure is better than an old one.
    expect((await ask(shell, '/health')).body.info.space).toEqual({ status: 'up' });
  });
});
