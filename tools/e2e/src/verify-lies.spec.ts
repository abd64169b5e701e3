import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEFORE_FSYNC, changedBy, codesOf, LIES, type Lie } from '@visits/testing/planted/lies';
import { buildPlanted } from '@visits/testing/planted/programs';
import { violationsOf } from '@visits/testing/planted/violations';
import { image } from './installation';
import { folder, powerFlags, prove } from './proof-run';

const TEST_MS = 15 * 60_000;
const SERVICES = ['clock', 'calculator'];

/** Ours with the lie in both services; the writer's program stays as it is. */
async function lyingImage(lie: Lie): Promise<string> {
  const command = process.env.E2E_IMAGE_BUILD;
  if (!command) throw new Error('E2E_IMAGE_BUILD is not set: builds DIR as TAG, and gives it to the nodes');
  const DIR = folder();
  const TAG = `localhost/visits-lie:${lie.name.replaceAll(' ', '-')}`;
  await buildPlanted(SERVICES, changedBy(lie), DIR);
  const copies = SERVICES.map((name) => `COPY ${name} /app/${name}\n`);
  writeFileSync(join(DIR, 'Dockerfile'), `FROM ${image}\n${copies.join('')}`);
  const child = spawn('sh', ['-c', command], { env: { ...process.env, DIR, TAG }, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${TAG} was not built: exit ${code}`);
  return TAG;
}

it.each([...LIES, BEFORE_FSYNC])(
  '$name: its image is convicted by its own code, and no other scenario cries',
  async (lie) => {
    const power = lie.only.includes('power') ? ['--allow', 'power', ...powerFlags()] : [];
    const tag = await lyingImage(lie);
    const { exit, report, stderr, why } = await prove('--image', tag, '--only', lie.only.join(), ...power);
    const { [lie.by]: convicted = [], run = [], ...others } = violationsOf(report);
    expect({ exit, others, said: exit === 1 ? [] : [...why, stderr] }).toEqual({
      exit: 1,
      others: {},
      said: [],
    });
    const own: readonly string[] = codesOf(lie);
    expect([convicted.some((code) => own.includes(code)), convicted, run]).toEqual([true, convicted, run]);
  },
  TEST_MS,
);
