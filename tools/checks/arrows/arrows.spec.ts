import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Written a second time on purpose: lint has its own copy, this one judges what it does with it. */
const mayImport: Record<string, string[]> = {
  clock: ['visits', 'health', 'web', 'service', 'cluster'],
  calculator: ['visits', 'health', 'web', 'service', 'cluster'],
  'metrics-sidecar': ['persistence', 'service'],
  cli: ['verify', 'local-set', 'proof', 'visits', 'cluster', 'persistence', 'service'],
  verify: ['proof', 'local-set'],
  'local-set': ['service'],
  visits: ['cluster', 'persistence', 'web', 'service'],
  cluster: ['persistence', 'service'],
  health: ['cluster', 'persistence', 'service'],
  persistence: [],
  web: [],
  service: [],
  proof: [],
};

const roots = new Map(
  ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => [name, `${folder}/${name}`] as const),
  ),
);
const libraries = [...roots.keys()].filter((room) => roots.get(room)?.startsWith('libs/'));

interface Made {
  readonly filePath: string;
  readonly text: string;
}

const importing = (room: string, name: string): Made => ({
  filePath: `${roots.get(room)}/src/made-up.ts`,
  text: `import '${name}';\n`,
});
const upward = [...roots.keys()].flatMap((room) =>
  libraries
    .filter((other) => other !== room && !mayImport[room]?.includes(other))
    .map((other) => importing(room, `@visits/${other}`)),
);
const shared = '@visits/testing/eventually';
const inside = (room: string, path: string): Made => ({
  filePath: `libs/${room.replace('/', '/src/')}/made-up.ts`,
  text: `import '${path}';\n`,
});
const [boundary, restricted] = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];

const CASES: [string, Made[], string[]][] = [
  ['an import that points up', upward, [boundary]],
  [
    'a path into another room',
    [importing('metrics-sidecar', '../../../libs/persistence/src/journal/journal')],
    [boundary],
  ],
  [
    'an import past the seam of the disk',
    [importing('persistence', '@nestjs/common'), importing('persistence', 'node:fs')],
    [restricted],
  ],
  [
    'an import that points up inside the journal',
    [
      inside('persistence/format', '../volume/transfer'),
      inside('persistence/volume', '../reading/reader'),
      inside('persistence/reading', '../journal/options'),
      inside('persistence/journal', '../fsck/check'),
      inside('persistence/fsck', '../journal/session'),
      inside('persistence/journal', '../testing'),
      inside('persistence/volume', '../index'),
      inside('persistence/format', 'node:fs'),
      inside('persistence/journal', '@nestjs/common'),
    ],
    [restricted],
  ],
  [
    'what suites share outside of tests',
    [...roots.keys()].map((room) => importing(room, shared)),
    [boundary],
  ],
  [
    'more than a look at the volume in the sidecar',
    [
      importing('metrics-sidecar', '@visits/persistence'),
      importing('metrics-sidecar', '@visits/persistence/testing'),
    ],
    [restricted],
  ],
  [
    'an import that points up inside the cluster',
    [
      inside('cluster/replicas', '../exchange/peer'),
      inside('cluster/replicas', '../discovery/sibling'),
      inside('cluster/discovery', '../replicas/identity'),
      inside('cluster/exchange', '../total/total'),
      inside('cluster/total', '../cluster'),
      inside('cluster/exchange', '@nestjs/common'),
    ],
    [restricted],
  ],
  [
    'an import that points up inside the proof of a set',
    [
      inside('verify/writer', '../load/load'),
      inside('verify/bundle', '../complete-bundle'),
      inside('verify/load', '../engine/run'),
      inside('verify/targets', '../engine/stage'),
      inside('verify/engine', '../scenarios/selection'),
      inside('verify/scenarios', '../verify-local'),
    ],
    [restricted],
  ],
  [
    'an import that points up inside the target of a cluster',
    [
      inside('verify/targets/kubernetes/client', '../set/causes'),
      inside('verify/targets/kubernetes/pods', '../writer/writer-job'),
      inside('verify/targets/kubernetes/reach', '../set/pod-of'),
      inside('verify/targets/kubernetes/set', '../evidence/evidence'),
      inside('verify/targets/kubernetes/undo', '../commands/ask'),
    ],
    [restricted],
  ],
  [
    'nothing where the arrow points down',
    [
      inside('verify/targets/kubernetes/set', '../reach/reach'),
      inside('verify/engine', '../load/load'),
      inside('verify/targets', '../wait'),
      inside('verify/targets/kubernetes/reach', '../../../wait'),
      inside('cluster/total', '../exchange/exchange'),
      inside('cluster/exchange', '../time'),
      inside('cluster/discovery', './sibling'),
      inside('cluster/replicas', '../errors'),
      inside('persistence/journal', '../reading/log-end'),
      inside('persistence/reading', '../errors'),
      importing('visits', '@visits/persistence'),
      { filePath: 'libs/visits/test/made-up.ts', text: `import '${shared}';\n` },
      { filePath: 'libs/persistence/src/format/made-up.spec.ts', text: `import '${shared}';\n` },
      importing('metrics-sidecar', '@visits/persistence/reading'),
    ],
    [],
  ],
];

/** One start of ESLint for all. It takes the projects from the graph that Nx keeps: run this through Nx. */
function lint(made: readonly Made[]): string[][] {
  const out = execFileSync('node', [join(import.meta.dirname, 'lint-texts.mjs')], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
    input: JSON.stringify(made.map(({ filePath, text }) => ({ filePath: join(root, filePath), text }))),
  });
  return JSON.parse(out.toString());
}

const all = CASES.flatMap(([, made]) => made);
const findings = new Map(lint(all).map((rules, i) => [all[i], rules] as const));

test('each room of the repository has its arrows', () => {
  expect([...roots.keys()].filter((room) => !mayImport[room])).toEqual([]);
});

test.each(CASES)('lint refuses %s', (_, made, rules) => {
  expect(made.map((each) => ({ ...each, rules: findings.get(each) }))).toEqual(
    made.map((each) => ({ ...each, rules })),
  );
});
