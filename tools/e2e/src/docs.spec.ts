import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { follow, type Way } from '@visits/testing/pages/follow';
import { type Block, readPage } from '@visits/testing/pages/page';
import { workspaceRoot } from '@visits/testing/workspace';
import { Clone } from './clone';
import { check } from './evidence';
import { kubectl } from './kubectl';
import { Namespace } from './namespace';

const BLOCK_MS = 100_000;
const quickStart = 'docs/quick-start.md';

/** Each from a cluster without its namespaces; what says so goes on from three clocks of the quick start. */
const walks = [
  { pages: [quickStart], goesOnFrom: [] },
  { pages: ['docs/lab-map.md'], goesOnFrom: ['3. Apply and wait'] },
  { pages: ['deploy/README.md'], goesOnFrom: [] },
  { pages: ['docs/guarantees.md', 'docs/backup.md'], goesOnFrom: ['3. Apply and wait'] },
];

let clone: Clone;

beforeEach(() => {
  clone = new Clone();
});

afterEach(async () => {
  clone.remove();
  for (const namespace of [...Namespace.made]) {
    namespace.forget();
    // A namespace with pods in it is looked at again only after their grace period.
    await namespace.tryKubectl(['delete', 'statefulset,pod', '--all', '--grace-period=1', '--timeout=60s']);
    await kubectl(['delete', 'namespace', namespace.name, '--ignore-not-found', '--timeout=90s']);
  }
});

for (const { pages, goesOnFrom } of walks) {
  check(
    `${pages.join(', ')}: each block works, in order, and says what the page shows`,
    async () => {
      const before = read(quickStart).filter(({ heading }) => goesOnFrom.includes(heading));
      const ways: Way[] = [
        { page: quickStart, blocks: before },
        ...pages.map((page) => ({ page, blocks: read(page) })),
      ];
      for (const name of namespacesOf(ways.flatMap(({ blocks }) => blocks))) await openNew(name);
      await follow(ways, { cwd: clone.root, env: clone.env, deadlineMs: BLOCK_MS });
    },
    { timeoutMs: 280_000, needs: 'own-image' },
  );
}

function read(page: string): readonly Block[] {
  const { blocks, faults } = readPage(readFileSync(join(workspaceRoot, page), 'utf8'));
  expect({ page, faults }).toEqual({ page, faults: [] });
  return blocks;
}

function namespacesOf(blocks: readonly Block[]): Set<string> {
  const scripts = blocks.filter(({ notRun }) => notRun === undefined).map(({ script }) => script);
  return new Set(scripts.join('\n').match(/(?<=kubectl -n |^namespace: )[\w-]+/gm));
}

/** The pages make it, and what is in it goes when they end: it must not be somebody else's. */
async function openNew(name: string): Promise<void> {
  const { stdout } = await kubectl(['get', 'namespace', name, '--ignore-not-found', '-o', 'name']);
  if (stdout !== '') throw new Error(`the namespace ${name} is in use`);
  await Namespace.open(name);
}
