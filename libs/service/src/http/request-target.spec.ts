import { originForm, upTo } from './request-target';

it.each([
  ['/visits?a=1', '/visits?a=1'],
  ['http://clock.example/visits?a=1', '/visits?a=1'],
  ['HTTP://clock.example:8080', '/'],
  ['https://clock.example?a=http://b/', '/?a=http://b/'],
  ['//evil.example/', '//evil.example/'],
  ['*', '*'],
])('%s asks for %s', (target, url) => expect(originForm(target)).toBe(url));

it.each(['/', '/visits', '/visits/log', '/visits/log/', '//', '/a/b/c?d=/e/f', '/?x=//'])(
  'from %s the way up leads to the root, also behind a prefix',
  (url) => {
    for (const prefix of ['', '/visits-app', '/a/b'])
      expect(new URL(upTo(url), `http://host${prefix}${url}`).pathname).toBe(`${prefix}/`);
  },
);
