import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const pages = ['README.md', 'docs/reference.md'];
const pictures = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+\.png)\)/g)].map(
    ([, words = '', path = '']) => ({ words, path: join(dirname(page), path) }),
  ),
);

it("the pages' pictures are there, say in words what they show, and are light", () => {
  expect(pictures.map(({ path }) => path)).toEqual(
    ['clock', 'verify-report', 'dashboard', 'calculator'].map((name) => `docs/images/${name}.png`),
  );
  for (const { words, path } of pictures) {
    const bytes = readFileSync(join(root, path));
    expect(words.length).toBeGreaterThan(40);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.length).toBeLessThan(150 * 1024);
  }
});
