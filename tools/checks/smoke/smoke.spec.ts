import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundleOf } from '@visits/testing/bundle';
import { killAll, Pod } from '@visits/testing/pod';
import { MAJOR, otherNode } from './other-node';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-smoke-'))));
afterEach(async () => {
  await killAll();
  rmSync(dir, { recursive: true, force: true });
});

it(`the other Node is ${MAJOR}`, () => {
  expect(execFileSync(otherNode(), ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${MAJOR}\\.`));
});

it.each([
  ['clock', 'GET', '/', '/readyz', 200, '"visits":1'],
  ['calculator', 'POST', '/calculations', '/readyz', 201, '3 + 4 = 7'],
  ['metrics-sidecar', 'GET', '/metrics', '/healthz', 200, 'visits_sidecar_up'],
] as const)(
  `%s runs on Node ${MAJOR} outside of the repository, answers and stops with 0`,
  async (program, method, path, ready, status, says) => {
    cpSync(dirname(bundleOf(program)), join(dir, program), { recursive: true });
    const elsewhere = { node: otherNode(), bundle: join(dir, program, 'main.mjs') };
    const pod = await Pod.of({ program, dataDir: join(dir, 'volume'), name: `${program}-0`, elsewhere });
    await pod.answers(ready);
    const response = await fetch(pod.url + path, {
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
    expect(await pod.end('SIGTERM')).toMatchObject({ code: 0, signal: null });
  },
);
