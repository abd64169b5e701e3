import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '@visits/testing/kubectl';
import { Manifests } from '@visits/testing/manifests';
import { workspaceRoot } from '@visits/testing/workspace';

const read = (path: string): string => readFileSync(join(workspaceRoot, path), 'utf8');
const dockerfile = read('deploy/image/Dockerfile');
const { version, dependencies } = JSON.parse(read('package.json')) as {
  version: string;
  dependencies: Record<string, string>;
};
const production = Manifests.parse(render('deploy/overlays/production'));
const containers = production.workloads.flatMap((workload) => workload.containers);

it('manifests, image and package.json carry one version', () => {
  expect(new Set(containers.map(({ image }) => image))).toEqual(new Set([`visits:${version}`]));
  expect(dockerfile).toContain(`ARG VERSION=${version}\n`);
  const labelled = production.sets.map(({ metadata }) => metadata?.labels?.['app.kubernetes.io/version']);
  expect(new Set(labelled)).toEqual(new Set([version]));
  expect(read('deploy/components/workbench/kustomization.yaml')).toContain(` newTag: ${version}\n`);
});

it('the image holds every program that a container starts', () => {
  for (const { args } of containers) expect(dockerfile).toContain(` /app/${args?.[0]}\n`);
});

it('the image runs as the user of the manifests, in exec form', () => {
  expect(dockerfile).toContain('USER 10001:10001\n');
  expect(dockerfile).toContain('ENTRYPOINT ["entrypoint"]\n');
});

it('the SBOM names the packages whose licences go along, and no other; none of ours is left out', () => {
  const output = (file: string, ...args: string[]): string =>
    execFileSync(file, args, { cwd: workspaceRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const sbom = JSON.parse(output('node', 'deploy/image/sbom.mjs')) as {
    components: { 'bom-ref': string }[];
  };
  const named = sbom.components.map((component) => component['bom-ref']);
  const licensed = output('node', 'deploy/image/licences.mjs')
    .split(`${'-'.repeat(78)}\n\n`)
    .flatMap((text) => /^(\S+) (\S+) \(.*\)\n/.exec(text)?.slice(1, 3).join('@') ?? []);
  expect(named.sort()).toEqual([...new Set(licensed)].sort());
  expect(named).toEqual(expect.arrayContaining(Object.entries(dependencies).map((entry) => entry.join('@'))));
});

it('wget of the image takes -T, at which Debian’s BusyBox crashes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wget-'));
  for (const name of ['busybox', 'timeout'])
    writeFileSync(join(folder, name), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const run = (...args: string[]): string =>
    execFileSync(join(workspaceRoot, 'deploy/image/wget'), args, { env, encoding: 'utf8' });
  const url = 'http://clock-0:8080/a b';
  for (const wait of [['-T', '2'], ['-T2'], ['--timeout=2'], ['--timeout', '2']])
    expect(run('-qO-', ...wait, url)).toBe(`2 busybox wget -qO- ${url}\n`);
  expect(run(url)).toBe(`900 busybox wget ${url}\n`);
  rmSync(folder, { recursive: true });
});

it('the image has the tools that the docs name', () => {
  for (const tool of ['ps', 'kill', 'visits']) expect(dockerfile).toMatch(new RegExp(` /out/bin/${tool} `));
  for (const tool of ['nslookup', 'wget']) expect(dockerfile).toContain(` deploy/image/${tool} `);
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
