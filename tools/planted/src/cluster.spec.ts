import { CLUSTER } from './cluster.plants';
import { hunt, type Ground } from './planted';

/** Its first run is all specs of the library, the others are lives of a set. */
const ground: Ground = { runner: 'libs/cluster/test/proof-runner.ts', sources: 'libs' };
/** Each falls in the specs by now; the lives are for those that nobody thought of. */
const RUNS = 40;

test('the cluster as it is passes', async () => {
  expect((await hunt(ground, [], RUNS)).failures).toEqual([]);
});

test.concurrent.each(CLUSTER)('caught: $name', async ({ edits }) => {
  expect((await hunt(ground, edits, RUNS)).failures).not.toEqual([]);
});
