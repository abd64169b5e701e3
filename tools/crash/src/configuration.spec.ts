import { spawnSync } from 'node:child_process';
import { bundleOf } from '@visits/testing/bundle';

it('three wrong settings: all three with their cures, exit 1 at once, no stack', () => {
  const run = spawnSync(process.execPath, [bundleOf('clock')], {
    env: { PATH: process.env.PATH, PORT: 'abc', TIME_ZONE: 'Mars/Base', DATA_DIR: '/proc/x' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(run.status).toBe(1);
  const said = run.stdout + run.stderr;
  for (const name of ['PORT', 'TIME_ZONE', 'DATA_DIR']) expect(said).toContain(name);
  for (const value of ['abc', 'Mars/Base', '/proc/x']) expect(said).toContain(value);
  expect(said).not.toMatch(/^\s+at |node:internal|main\.mjs:/m);
});
