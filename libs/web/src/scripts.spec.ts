import { Script } from 'node:vm';
import { scripts } from './scripts';

describe.each(Object.entries(scripts))('the script %s', (_name, script) => {
  it('is one whole, small script that can stand inside a page', () => {
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(/<\/|<!--|undefined/);
    expect(script.length).toBeLessThan(8192);
  });

  it('makes no markup from what it is sent: text and attributes only', () => {
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|\.style\b/,
    );
  });
});
