import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { JOURNAL_ERRORS } from '@visits/persistence';
import { problemCodes, settingsTable } from '@visits/service';
import { visitsProblems } from '@visits/visits';
import { tableBelow } from './markdown-table';

const page = (name: string) => readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
const reference = page('docs/reference.md');

describe('the reference', () => {
  it('lists every setting with its default and meaning, and no other', () => {
    const settings = settingsTable.map((row) => [row.name, row.default, row.meaning]);
    expect(tableBelow(reference, '## Configuration')).toEqual(settings);
  });

  it('lists every error code that both apps may answer, with its status and what to do', () => {
    const service = Object.entries(problemCodes).map(([code, row]) => [code, String(row.status), row.action]);
    // A text that the journal refuses is the app's own mistake: nobody outside ever meets it.
    const journal = Object.entries(JOURNAL_ERRORS)
      .filter(([code]) => code !== 'text-invalid')
      .map(([code, row]) => [code, '503', row.action]);
    const visits = Object.entries(visitsProblems).map(([code, row]) => [
      code,
      String(row.status),
      row.action,
    ]);
    expect(tableBelow(reference, '### Of both apps')).toEqual([...service, ...journal, ...visits]);
  });
});

it('the README shows lines of a log whose checksums are right', () => {
  const commits = [...page('README.md').matchAll(/^(2026-\S+ \d+ .* #1:)([0-9a-f]{8})$/gm)];
  expect(commits.length).toBeGreaterThan(1);
  for (const [, covered = '', sum] of commits) expect(crc32(covered).toString(16).padStart(8, '0')).toBe(sum);
});

it('the README fits a screen or three: 120 lines', () => {
  expect(page('README.md').split('\n').length).toBeLessThanOrEqual(121);
});
