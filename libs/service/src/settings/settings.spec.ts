import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ConfigError } from './config-error';
import { serviceEnvironment } from './environment';
import { loadSettings } from './settings';
import { settingsTable } from './settings-table';

const made: string[] = [];
const temp = (): string => {
  made.push(mkdtempSync(join(tmpdir(), 'settings-')));
  return made.at(-1)!;
};
afterAll(() => made.forEach((directory) => rmSync(directory, { recursive: true })));

const report = (env: NodeJS.ProcessEnv): string => {
  try {
    loadSettings({ DATA_DIR: tmpdir(), ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.report();
    throw error;
  }
  return '';
};

describe('settings', () => {
  it('have defaults for everything but the volume', () => {
    expect(loadSettings({ DATA_DIR: tmpdir(), POD_NAME: 'clock-0' })).toEqual({
      port: 8080,
      host: '0.0.0.0',
      dataDir: tmpdir(),
      timeZone: 'Europe/Moscow',
      podName: 'clock-0',
      podNamespace: '',
      podUid: '',
      nodeName: '',
      claimName: '',
      logKeepBytes: undefined,
      logLevel: 'info',
      headlessService: '',
      peers: [],
      adminPort: 9465,
      metricsPort: 9464,
      drainSeconds: 5,
    });
  });

  it('are described, each one', () => {
    expect(settingsTable.map(({ name }) => name).sort()).toEqual(
      Object.keys(serviceEnvironment.shape).sort(),
    );
  });

  it('take values, and an empty one counts as unset', () => {
    const env = {
      PORT: '0',
      PEERS: 'http://a:1, b:2,',
      DRAIN_SECONDS: '0.5',
      LOG_KEEP_BYTES: '65536',
      TIME_ZONE: '',
    };
    expect(loadSettings({ DATA_DIR: tmpdir(), ...env })).toMatchObject({
      port: 0,
      peers: ['http://a:1', 'b:2'],
      drainSeconds: 0.5,
      logKeepBytes: 65536,
      timeZone: 'Europe/Moscow',
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '8080.5'],
    ['PORT', '8080abc'],
    ['ADMIN_PORT', '1e3'],
    ['TIME_ZONE', 'Mars/Base'],
    ['POD_NAME', 'a b'],
    ['POD_NAME', 'a\r\nx-evil: 1'],
    ['LOG_KEEP_BYTES', '10Mi'],
    ['LOG_KEEP_BYTES', '1'],
    ['LOG_LEVEL', 'loud'],
    ['PEERS', 'http://'],
    ['PEERS', 'https://a:1'],
    ['DRAIN_SECONDS', '301'],
    ['HOST', 'a b'],
  ])('refuse %s=%j with its cure', (name, value) => {
    const cure = settingsTable.find((setting) => setting.name === name)?.cure;
    const text = report({ [name]: value });
    expect(text).toContain(`One setting is wrong:\n  ${name}: `);
    expect(text).toContain(cure);
    expect(text.split('\n')).toHaveLength(2);
  });

  it('say which name was meant, unless the right one is set too', () => {
    expect(report({ TIMEZONE: 'UTC' })).toContain(
      'TIMEZONE: this variable is not read; did you mean TIME_ZONE',
    );
    expect(report({ TIMEZONE: 'UTC', TIME_ZONE: 'UTC' })).toBe('');
  });
});

describe('DATA_DIR', () => {
  it('is made with its parents, also a relative one', () => {
    const directory = join(temp(), 'a/b');
    expect(report({ DATA_DIR: relative(process.cwd(), directory) })).toBe('');
    expect(existsSync(directory)).toBe(true);
  });

  it.each(['/proc/x', '/proc/self/x/y', '/sys/x'])('%s is refused at once', (directory) => {
    expect(report({ DATA_DIR: directory })).toMatch(/keeps no files; use a directory on a disk/);
  });

  it('that is a file, or lies below one, is refused', () => {
    const file = join(temp(), 'file');
    writeFileSync(file, '');
    expect(report({ DATA_DIR: file })).toContain(`${file} is a file`);
    expect(report({ DATA_DIR: join(file, 'below') })).toContain(`${file} is a file`);
  });

  it('that is not writable names uid, mode, owner and the fix', () => {
    const directory = temp();
    chmodSync(directory, 0o500);
    // Root may write anywhere: become somebody else for one check.
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(10001);
    const owned = report({ DATA_DIR: join(directory, 'x') });
    if (root) process.seteuid?.(0);
    expect(owned).toMatch(
      /uid \d+ .*may not write.*mode is 0500, its owner \d+:\d+; set .*fsGroup.*chown -R/,
    );
  });

  it('is left alone by a reader', () => {
    const directory = join(temp(), 'later');
    expect(loadSettings({ DATA_DIR: directory }, { dataDir: 'read' }).dataDir).toBe(directory);
    expect(existsSync(directory)).toBe(false);
  });
});
