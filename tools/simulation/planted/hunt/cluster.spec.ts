import { CLUSTER } from '../cluster.plants';
import { hunt, SET } from '../hunt';

test('the cluster as it is passes', async () => {
  expect((await hunt(SET, [])).failures).toEqual([]);
});

test.concurrent.each(CLUSTER)('caught: $name', async ({ edits }) => {
  expect((await hunt(SET, edits)).failures).not.toEqual([]);
});
