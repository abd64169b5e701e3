import { Script } from 'node:vm';
import { liveScript } from './live-script';

it('the script of the pages is one whole, small script that can stand inside a page', () => {
  expect(() => new Script(liveScript)).not.toThrow();
  expect(liveScript).not.toMatch(/<\/|<!--|undefined/);
  expect(liveScript.length).toBeLessThan(8192);
});

it('it makes no markup from what it is sent: text and attributes only', () => {
  expect(liveScript).not.toMatch(
    /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|\.style\b/,
  );
});
