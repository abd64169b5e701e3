import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Written a second time on purpose: lint enforces its own copy, this one judges the graph that Nx sees. */
const libraries: Record<string, string[]> = {
  visits: ['cluster', 'persistence', 'web', 'service'],
  cluster: ['persistence', 'service'],
  health: ['cluster', 'persistence', 'service'],
  persistence: [],
  web: [],
  service: [],
};
const apps = ['clock', 'calculator', 'metrics-sidecar', 'cli'];
const frameworks = ['@nestjs/common', 'node:fs'];

interface Graph {
  nodes: Record<string, { data: { root: string } }>;
  dependencies: Record<string, { source: string; target: string }[]>;
}

function readGraph(): Graph {
  const file = join(mkdtempSync(join(tmpdir(), 'visits-graph-')), 'graph.json');
  execFileSync('npx', ['nx', 'graph', `--file=${file}`], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
    stdio: 'pipe',
  });
  return JSON.parse(readFileSync(file, 'utf8')).graph;
}

function ruleIdsOf(cases: { filePath: string; text: string }[]): string[][] {
  const out = execFileSync('node', [join(import.meta.dirname, 'lint-texts.mjs')], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
    input: JSON.stringify(cases.map(({ filePath, text }) => ({ filePath: join(root, filePath), text }))),
  });
  return JSON.parse(out.toString());
}

describe('the arrows between the rooms', () => {
  it('point down only, in the graph that Nx sees', () => {
    const graph = readGraph();
    const rooms = Object.keys(graph.nodes).filter(
      (name) => !graph.nodes[name]?.data.root.startsWith('tools/'),
    );
    expect(rooms.sort()).toEqual([...Object.keys(libraries), ...apps].sort());
    const upward = rooms
      .flatMap((room) => graph.dependencies[room] ?? [])
      .filter(({ source, target }) => !target.startsWith('npm:') && apps.every((app) => app !== source))
      .filter(({ source, target }) => !libraries[source]?.includes(target));
    const betweenApps = apps
      .flatMap((app) => graph.dependencies[app] ?? [])
      .filter((d) => apps.includes(d.target));
    expect(upward).toEqual([]);
    expect(betweenApps).toEqual([]);
  }, 60_000);

  it('are held by lint: an import that points up, or past the seam of the disk, is an error', () => {
    const upward = Object.entries(libraries).flatMap(([room, allowed]) =>
      Object.keys(libraries)
        .filter((other) => other !== room && !allowed.includes(other))
        .map((other) => ({
          filePath: `libs/${room}/src/made-up.ts`,
          text: `import '@visits/${other}';\n`,
        })),
    );
    const pastTheSeam = frameworks.map((name) => ({
      filePath: 'libs/persistence/src/made-up.ts',
      text: `import '${name}';\n`,
    }));
    const downward = { filePath: 'libs/visits/src/made-up.ts', text: `import '@visits/persistence';\n` };
    const findings = ruleIdsOf([...upward, ...pastTheSeam, downward]);
    upward.forEach(({ filePath, text }, i) =>
      expect({ filePath, text, rules: findings[i] }).toEqual({
        filePath,
        text,
        rules: ['@nx/enforce-module-boundaries'],
      }),
    );
    pastTheSeam.forEach((_, i) => expect(findings[upward.length + i]).toEqual(['no-restricted-imports']));
    expect(findings.at(-1)).toEqual([]);
  }, 60_000);
});
