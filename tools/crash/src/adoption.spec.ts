import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleansUp, visit, volume } from './fixture';
import { heldBy } from '@visits/testing/ledger';
import { Pod } from '@visits/testing/pod';

cleansUp();

it('a volume with only visits.txt = 92 goes on at 93', async () => {
  const dataDir = volume();
  writeFileSync(join(dataDir, 'visits.txt'), '92');
  const pod = await Pod.of({ dataDir });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(93);
  await pod.end('SIGTERM');
  expect(heldBy(dataDir)).toEqual({ lines: 1, count: 93, view: 93 });
});

it("other people's files are left as they were", async () => {
  const dataDir = volume();
  const foreign = {
    'notes.md': '# mine\n',
    'visits.csv': '1,2\n',
    'lost+found/inode': 'x',
    '.hidden': Buffer.from([0, 255, 10]).toString('latin1'),
  };
  mkdirSync(join(dataDir, 'lost+found'));
  for (const [name, text] of Object.entries(foreign)) writeFileSync(join(dataDir, name), text, 'latin1');
  const pod = await Pod.of({ dataDir });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  await pod.end('SIGTERM');
  for (const [name, text] of Object.entries(foreign)) {
    expect(readFileSync(join(dataDir, name), 'latin1')).toBe(text);
  }
});

it('a visits.txt that is no number is moved aside, never overwritten', async () => {
  const dataDir = volume();
  writeFileSync(join(dataDir, 'visits.txt'), 'dear diary\n');
  const pod = await Pod.of({ dataDir });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  await pod.end('SIGTERM');
  expect(readFileSync(join(dataDir, 'visits.txt.foreign'), 'utf8')).toBe('dear diary\n');
});
