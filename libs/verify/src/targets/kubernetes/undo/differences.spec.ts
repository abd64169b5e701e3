import { differences, equal } from './differences';

const before = { replicas: 3, template: { metadata: { annotations: { a: '1' } }, list: [{ x: 1 }] } };

it('finds nothing in what is equal, whatever the order of its keys', () => {
  expect(differences({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toEqual([]);
});

it('makes a scaled and restarted set what it was, and touches nothing else', () => {
  const now = {
    replicas: 1,
    template: { metadata: { annotations: { a: '1', 'visits.dev/restarted': 'now' } }, list: [{ x: 1 }] },
  };
  expect(differences(now, before, '/spec')).toEqual([
    { op: 'replace', path: '/spec/replicas', value: 3 },
    { op: 'remove', path: '/spec/template/metadata/annotations/visits.dev~1restarted' },
  ]);
});

it('takes a list as a whole, and adds what is missing', () => {
  const now = { replicas: 3, template: { list: [] } };
  expect(differences(now, before)).toEqual([
    { op: 'replace', path: '/template/list', value: [{ x: 1 }] },
    { op: 'add', path: '/template/metadata', value: { annotations: { a: '1' } } },
  ]);
});

it.each([
  [null, undefined, false],
  [{ a: undefined }, {}, true],
  [[1, 2], [2, 1], false],
  ['1', 1, false],
])('%j and %j', (a, b, same) => {
  expect(equal(a, b)).toBe(same);
});
