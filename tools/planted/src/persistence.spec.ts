import { hunt, type Ground } from './planted';
import { RECOVERING } from './recovering.plants';
import { WRITING } from './writing.plants';

const ground: Ground = {
  runner: 'libs/persistence/test/crash-runner.ts',
  sources: 'libs/persistence/src',
};
/** Nearly all fall within a hundred. */
const RUNS = 1_500;

test('the journal as it is passes', async () => {
  expect((await hunt(ground, [], RUNS)).failures).toEqual([]);
});

test.concurrent.each([...WRITING, ...RECOVERING])('caught: $name', async ({ edits }) => {
  expect((await hunt(ground, edits, RUNS)).failures).not.toEqual([]);
});
