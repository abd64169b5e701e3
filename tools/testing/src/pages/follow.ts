import { type Block } from './page';
import { type Place, Shells } from './shells';
import { Shown } from './shown';

/** Blocks in their order, with the page that they are from. */
export interface Way {
  readonly page: string;
  readonly blocks: readonly Block[];
}

/** Runs the blocks one after the other and compares what they say; throws at the first that is not as the page has it. */
export async function follow(ways: readonly Way[], place: Place): Promise<void> {
  const shells = new Shells(place);
  const shown = new Shown();
  try {
    for (const { page, blocks } of ways)
      for (const block of blocks) {
        if (block.notRun !== undefined) continue;
        try {
          const said = await shells.run(block);
          const problem = block.shown === undefined ? null : shown.compare(block.shown, said);
          if (problem) throw new Error(problem);
        } catch (cause) {
          throw new Error(`${page}:${block.line}: ${(cause as Error).message}`, { cause });
        }
      }
  } finally {
    await shells.close();
  }
}
