import { CLUSTER } from './cluster.plants';
import { JOURNAL, SET } from './hunt';
import { plant } from '@visits/testing/planted/planted';
import { RECOVERING } from './recovering.plants';
import { WRITING } from './writing.plants';

// The hunt takes minutes; that a bug lost its place, after a rewrite of the sources, is known at once.
test.each([
  ...[...WRITING, ...RECOVERING].map((bug) => ({ ...bug, ...JOURNAL })),
  ...CLUSTER.map((bug) => ({ ...bug, ...SET })),
])('has one place in the sources: $name', ({ edits, sources }) => {
  expect(plant(sources, edits).size).toBeGreaterThan(0);
});
