import { html } from 'hono/html';
import { log } from './log';
import { facts, note, page } from './page';
import { scripts } from './scripts';

const hostile = `<script>alert("1")</script>&'`;

describe('page', () => {
  const text = page({
    title: hostile,
    name: hostile,
    body: html`<h1>${hostile}</h1>
      ${facts([[hostile, hostile]])}${note(hostile, hostile, hostile)}${log([
        { n: 1, at: hostile, text: hostile },
      ])}`,
    root: '../',
    links: [{ href: '"><script>', label: hostile }],
    foot: hostile,
  });

  it('never lets a value become markup', () => {
    expect(text).not.toContain('<script');
    expect(text.match(/&lt;script&gt;/g)).toHaveLength(14);
  });

  it('has a language, a title, a viewport and landmarks', () => {
    for (const part of [
      '<html lang="en">',
      '<title>',
      'name="viewport"',
      '<main>',
      '<nav aria-label=',
      '<footer>',
    ])
      expect(text).toContain(part);
  });

  it('holds its scripts as they are hashed', () => {
    const live = page({ title: '', name: '', root: './', body: html``, scripts: ['live', 'clock'] });
    expect([...live.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script)).toEqual([
      scripts.live,
      scripts.clock,
    ]);
    expect(live.match(/<script/g)).toHaveLength(2);
  });

  it('holds no address from the root of the host: it may lie behind a path prefix', () => {
    expect(text).not.toMatch(/(?:href|src|action)="\//);
  });

  it('else holds no script, and never a style of its own: the policy allows style-src self only', () => {
    expect(text).toContain('<link rel="stylesheet" href="../style.css" />');
    expect(text).not.toMatch(/<style| style="| on[a-z]+="/);
  });
});
