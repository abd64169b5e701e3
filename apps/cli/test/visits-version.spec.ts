import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ground } from './ground';

test('visits --version is the repository’s, from a bundle that carries no Nest', () => {
  const ground = new Ground();
  const main = ground.addCli();
  // By its first line, as `npx visits` starts it.
  const { status, stdout } = spawnSync(main, ['--version'], { encoding: 'utf8' });
  const { version } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'),
  ) as { version: string };
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${version}\n` });
  expect(readFileSync(main, 'utf8')).not.toContain('HttpException');
  ground.remove();
}, 30_000);
