import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';

const read = (file: string): string => readFileSync(join(workspaceRoot, file), 'utf8');
const list = (folder: string): string[] =>
  readdirSync(join(workspaceRoot, folder), { withFileTypes: true }).map(({ name }) =>
    folder === '.' ? name : `${folder}/${name}`,
  );
const projects = ['apps', 'libs', 'tools'].flatMap(list);
const pages = [
  ...['.', 'docs', 'deploy', ...projects].flatMap(list).filter((file) => file.endsWith('.md')),
  ...['.github/workflows/ci.yml', '.ci/cluster', '.ci/run', 'tools/checks/all'],
];

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const targets = projects.flatMap((project) => {
  const { name, targets } = JSON.parse(read(`${project}/project.json`)) as {
    name: string;
    targets: Record<string, unknown>;
  };
  // Nx finds the target `test` by the configuration of Jest.
  const found = list(project).includes(`${project}/jest.config.mjs`) ? ['test'] : [];
  return [...Object.keys(targets), ...found].map((target) => `${name}:${target}`);
});

describe.each(pages)('%s', (page) => {
  const text = read(page);
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

  it('runs only scripts that package.json has, and targets that a project has', () => {
    const run = all(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
    const asked = [
      ...all(/\bnx run ([\w-]+:[\w-]+)/g),
      ...all(/^suite ([\w-]+:[\w-]+)/gm),
      ...all(/^ {10}- ([a-z]+:[a-z]+)$/gm),
      ...all(/\bnx test ([\w-]+)/g).map((project) => `${project}:test`),
    ];
    expect(asked.filter((target) => !targets.includes(target))).toEqual([]);
  });
});
