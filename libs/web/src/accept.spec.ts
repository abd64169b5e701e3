import { negotiate } from './accept';

const chrome = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('negotiate', () => {
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    [chrome, 'text/html'],
    ['text/html', 'text/html'],
    ['text/html, */*', 'text/html'],
    ['TEXT/HTML', 'text/html'],
    ['application/json', 'application/json'],
    ['application/json, text/html;q=0.9', 'application/json'],
    ['application/json;q=0.5, text/html;q=0.9', 'text/html'],
    ['application/*', 'application/json'],
    ['text/html;q=0, */*', 'application/json'],
    ['text/*', 'text/html'],
    ['text/*;q=0.5, application/json', 'application/json'],
    ['text/*, text/html;q=0, */*;q=0.1', 'application/json'],
    ['image/png', null],
    ['text/html;q=0', null],
    ['application/json;q=0', null],
    ['application/json;q=0, */*', null],
  ])('Accept: %s → %s', (accept, answer) =>
    expect(negotiate(accept, ['application/json', 'text/html'])).toBe(answer),
  );

  it('gives text/plain to clients that ask for it, by name or by its family', () => {
    const offers = ['application/json', 'text/plain'] as const;
    expect(negotiate('text/plain', [...offers])).toBe('text/plain');
    expect(negotiate('text/*', [...offers])).toBe('text/plain');
    expect(negotiate('*/*', [...offers])).toBe('application/json');
  });

  it('survives nonsense', () => {
    for (const accept of [';;;', ',', 'q=1', 'text/html;q=banana', '"', 'a'.repeat(10_000)])
      expect(() => negotiate(accept, ['application/json', 'text/html'])).not.toThrow();
  });
});
