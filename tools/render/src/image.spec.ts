import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from './kubectl';
import { Manifests } from './manifests';
import { workspaceRoot } from './workspace';

const read = (path: string): string => readFileSync(join(workspaceRoot, path), 'utf8');
const dockerfile = read('deploy/image/Dockerfile');
const { version } = JSON.parse(read('package.json')) as { version: string };
const containers = Manifests.parse(render('deploy/overlays/production')).workloads.flatMap(
  (w) => w.containers,
);

it('manifests, image and package.json carry one version', () => {
  expect(new Set(containers.map(({ image }) => image))).toEqual(new Set([`visits:${version}`]));
  expect(dockerfile).toContain(`ARG VERSION=${version}\n`);
});

it('the image holds every program that a container starts', () => {
  for (const { args } of containers) expect(dockerfile).toContain(` /app/${args?.[0]}\n`);
});

it('the image runs as the user of the manifests, in exec form', () => {
  expect(dockerfile).toContain('USER 10001:10001\n');
  expect(dockerfile).toContain('ENTRYPOINT ["entrypoint"]\n');
});

describe('the entry point', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entrypoint-'));
  const script = join(folder, 'entrypoint');
  const run = (program: string, ...args: string[]): string =>
    execFileSync(join(folder, program), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeAll(() => {
    for (const program of ['clock', 'visits']) {
      mkdirSync(join(folder, 'app', program), { recursive: true });
      const content = `console.log('${program}', String(process.ppid), ...process.argv.slice(2))`;
      writeFileSync(join(folder, 'app', program, 'main.mjs'), content);
    }
    const content = read('deploy/image/entrypoint').replaceAll('/app', join(folder, 'app'));
    writeFileSync(script, content, { mode: 0o755 });
    symlinkSync('entrypoint', join(folder, 'visits'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('becomes the program, so that signals reach Node, and hands its arguments on', () => {
    expect(run('entrypoint', 'clock', 'a b')).toBe(`clock ${process.pid} a b\n`);
  });

  it('is also the command `visits`', () => {
    expect(run('visits', 'cat', '/data')).toBe(`visits ${process.pid} cat /data\n`);
  });

  it.each([[[]], [['nope']], [['../etc']]])('refuses %j and names the programs', (args) => {
    expect(() => run('entrypoint', ...args)).toThrow(/one of: clock visits/);
  });
});
