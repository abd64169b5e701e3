import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { bundleOf } from '@visits/testing/bundle';
import { Pod } from '@visits/testing/pod';
import { cleansUp, visit, volume } from './fixture';

cleansUp();

const run = promisify(execFile);
const page = readFileSync(join(import.meta.dirname, '../../../docs/backup.md'), 'utf8');
const ON_WORKBENCH = /kubectl -n new exec (?:-i )?workbench -- /g;

/** `visits`, as the image has it. */
function programs(): string {
  const folder = volume();
  const script = `#!/bin/sh\nexec '${process.execPath}' '${bundleOf('cli')}' "$@"\n`;
  writeFileSync(join(folder, 'visits'), script, { mode: 0o755 });
  return folder;
}

/** Runs what docs/backup.md has people type below a heading, on a directory instead of a claim. */
async function follow(
  heading: string,
  dataDir: string,
  place: string,
): Promise<{ code: number; said: string }> {
  const section = new RegExp(`\n## ${heading}\n[^]*?\`\`\`sh\n([^]*?)\`\`\``).exec(page)?.[1];
  if (!section?.match(ON_WORKBENCH)) throw new Error(`docs/backup.md has no commands below ${heading}`);
  return pasted(section.replaceAll(ON_WORKBENCH, '').replaceAll('/data', dataDir), place);
}

async function pasted(script: string, place: string): Promise<{ code: number; said: string }> {
  try {
    const env = { ...process.env, PATH: `${programs()}${delimiter}${process.env.PATH}` };
    const { stdout } = await run('sh', ['-ec', script], { cwd: place, env });
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

async function counted(dataDir: string, visits: number): Promise<number> {
  const pod = await Pod.of({ dataDir });
  await pod.ready();
  let last = 0;
  for (let n = 0; n < visits; n += 1) last = (await visit(pod.url)).n ?? 0;
  await pod.end('SIGTERM');
  return last;
}

it('a backup is restored over what another pod counted, and goes on from its count', async () => {
  const [dataDir, other, place] = [volume(), volume(), volume()];
  await counted(dataDir, 5);
  expect(await follow('Back up', dataDir, place)).toMatchObject({ code: 0 });
  await counted(other, 2);
  expect(await follow('Restore on an empty claim', other, place)).toMatchObject({ code: 0 });
  const replicaOf = (dir: string) =>
    (JSON.parse(readFileSync(join(dir, 'replica.json'), 'utf8')) as { replica: string }).replica;
  expect(replicaOf(other)).toBe(replicaOf(dataDir));
  expect(await counted(other, 1)).toBe(6);
}, 120_000);

it('a folder of `visits local` is backed up, lost and restored, as the page says', async () => {
  const place = volume();
  const dataDir = join(place, '.visits/clock-0');
  mkdirSync(dataDir, { recursive: true });
  await counted(dataDir, 3);
  const section = page.split('\n## A set on this machine\n')[1] ?? '';
  const [backup, restore] = [...section.matchAll(/```sh\n([^]*?)```/g)].map(([, script = '']) => script);
  const paste = (script = 'false') => pasted(script.replaceAll('npx visits', 'visits'), place);
  expect(await paste(backup)).toMatchObject({ code: 0, said: expect.stringContaining('\nclean\n') });
  rmSync(dataDir, { recursive: true });
  expect(await paste(restore)).toMatchObject({ code: 0, said: expect.stringContaining('\nclean\n') });
  expect(await counted(dataDir, 1)).toBe(4);
}, 120_000);

it('peers.json is forgotten, and the count stays', async () => {
  const dataDir = volume();
  await counted(dataDir, 3);
  writeFileSync(join(dataDir, 'peers.json'), '{}');
  expect(await follow('Forget what a pod knows of its siblings', dataDir, volume())).toMatchObject({
    code: 0,
  });
  expect(existsSync(join(dataDir, 'peers.json'))).toBe(false);
  expect(await counted(dataDir, 1)).toBe(4);
}, 120_000);

it('damage is put aside, and the pod goes on from the count', async () => {
  const dataDir = volume();
  await counted(dataDir, 4);
  const log = join(dataDir, 'visits.log');
  const [first = '', second = '', ...rest] = readFileSync(log, 'utf8').split('\n');
  writeFileSync(log, [first, second.replace(/.$/, 'x'), ...rest].join('\n'));
  expect(await follow('Repair damage', dataDir, volume())).toMatchObject({ code: 1 });
  expect(await counted(dataDir, 1)).toBe(5);
}, 120_000);
