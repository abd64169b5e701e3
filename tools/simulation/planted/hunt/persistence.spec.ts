import { hunt, JOURNAL } from '../hunt';
import { RECOVERING } from '../recovering.plants';
import { WRITING } from '../writing.plants';

test('the journal as it is passes', async () => {
  expect((await hunt(JOURNAL, [])).failures).toEqual([]);
});

test.concurrent.each([...WRITING, ...RECOVERING])('caught: $name', async ({ edits }) => {
  expect((await hunt(JOURNAL, edits)).failures).not.toEqual([]);
});
