import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MAJOR, otherNode } from './other-node';

let dir: string;
let child: ChildProcess | undefined;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-smoke-'))));
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

it(`the other Node is ${MAJOR}`, () => {
  expect(execFileSync(otherNode(), ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${MAJOR}\\.`));
});

it.each([
  ['clock', 'GET', '/', 200, '"visits":1'],
  ['calculator', 'POST', '/calculations', 201, '3 + 4 = 7'],
  ['metrics-sidecar', 'GET', '/metrics', 200, 'visits_sidecar_up'],
])(
  `%s runs on Node ${MAJOR} outside of the repository, answers and stops with 0`,
  async (app, method, path, status, says) => {
    cpSync(fileURLToPath(new URL(`../../../dist/apps/${app}`, import.meta.url)), join(dir, app), {
      recursive: true,
    });
    const port = await freePort();
    const adminPort = await freePort();
    let output = '';
    child = spawn(otherNode(), [join(dir, app, 'main.mjs')], {
      cwd: dir,
      env: {
        HOST: '127.0.0.1',
        DATA_DIR: join(dir, 'volume'),
        PORT: `${port}`,
        METRICS_PORT: `${port}`,
        ADMIN_PORT: `${adminPort}`,
        POD_NAME: `${app}-0`,
        DRAIN_SECONDS: '0',
      },
    });
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const exited = once(child, 'exit');
    const url = `http://127.0.0.1:${port}`;
    const endMs = performance.now() + 20_000;
    const ready = app === 'metrics-sidecar' ? '/healthz' : '/readyz';
    while ((await fetch(url + ready).catch(() => null))?.status !== 200) {
      if (child.exitCode !== null || performance.now() > endMs) throw new Error(`not ready: ${output}`);
      await pause(20);
    }
    const response = await fetch(url + path, {
      method,
      headers: {
        accept: 'application/json, text/plain',
        'content-type': 'application/json',
        connection: 'close',
      },
      ...(method === 'POST' ? { body: '{"expression":"3 + 4"}' } : {}),
    });
    expect({ status: response.status, body: await response.text() }).toEqual({
      status,
      body: expect.stringContaining(says),
    });
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  },
);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
