import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeBundle } from './directory';

let out: string;
beforeEach(() => (out = mkdtempSync(join(tmpdir(), 'visits-bundle-'))));
afterEach(() => rmSync(out, { recursive: true }));

const now = new Date('2026-11-26T10:15:00.250Z');

it('gives each of the runs of one second a bundle of its own', () => {
  const made = [1, 2, 3].map(() => basename(makeBundle(out, 'local', now)));
  expect(made).toEqual(['', '-2', '-3'].map((number) => `verify-local-20261126T101500Z${number}`));
  expect(readdirSync(out)).toEqual(made);
});

it('makes the directory that it is to lie in, and says plainly where it cannot', () => {
  expect(makeBundle(join(out, 'a/b'), 'kubernetes', now)).toBe(
    join(out, 'a/b/verify-kubernetes-20261126T101500Z'),
  );
  const file = join(out, 'file');
  writeFileSync(file, '');
  expect(() => makeBundle(file, 'local', now)).toThrow('cannot be made (EEXIST)');
});
