import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const pictures = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]+\.png)\)/g),
];

it("the README's pictures are there, say in words what they show, and are light", () => {
  expect(pictures.map(([, , path]) => path)).toEqual(['docs/images/clock.png', 'docs/images/calculator.png']);
  for (const [, words = '', path = ''] of pictures) {
    const bytes = readFileSync(join(root, path));
    expect(words.length).toBeGreaterThan(40);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.length).toBeLessThan(150 * 1024);
  }
});
