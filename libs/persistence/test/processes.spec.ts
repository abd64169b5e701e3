import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { readVolume } from '../src/index';
import { expectSound, journalOn, opened, reached, realPlace } from './harness';

const addon = createRequire(import.meta.url).resolve('fs-native-extensions');

/** Another process that holds LOCK until it is killed. */
async function holder(path: string): Promise<ChildProcess> {
  const program = `
    const fs = require('node:fs');
    const fd = fs.openSync(process.argv[1], 'w+');
    if (!require(${JSON.stringify(addon)}).tryLock(fd, 0, 1)) process.exit(1);
    fs.writeSync(fd, JSON.stringify({ pod: 'other-0', boot: 'other-boot', pid: process.pid, since: 'now' }));
    console.log('held');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}

test('a volume held by another process is waited for, and taken over when it is killed', async () => {
  const place = await realPlace();
  const volume = place.mount();
  const child = await holder(`${volume.path}/LOCK`);
  const journal = journalOn(volume);
  journal.start();
  await reached(journal, 'waiting');
  expect(journal.status().holder).toMatchObject({ pod: 'other-0', boot: 'other-boot', pid: child.pid });
  child.kill('SIGKILL');
  await reached(journal, 'open');
  const visit = await journal.append('mine');
  expect(await readVolume(place.mount())).toMatchObject({ visits: 1, served: true });
  await journal.close();
  expect(await readVolume(place.mount())).toMatchObject({ visits: 1, served: false });
  await expectSound(place, { acknowledged: [visit] });
  await place.dispose();
});

test('a journal that holds a volume keeps every other process out', async () => {
  const place = await realPlace();
  const volume = place.mount();
  const journal = await opened(volume);
  const child = spawn(process.execPath, [
    '-e',
    `const fd = require('node:fs').openSync(process.argv[1], 'r+');
     process.exit(require(${JSON.stringify(addon)}).tryLock(fd, 0, 0) ? 0 : 7)`,
    `${volume.path}/LOCK`,
  ]);
  expect((await once(child, 'exit'))[0]).toBe(7);
  await journal.close();
  await expectSound(place, { acknowledged: [] });
  await place.dispose();
});
