import { readFileSync } from 'node:fs';
import { encodeCommit } from './commit';
import { JOURNAL_ERRORS } from '../errors';
import * as layout from './layout';
import { capText, escapeText, parseLine, unescapeText } from './record';
import { judgeTail } from './judge';
import { lastCommit } from './scanner';

const page = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const format = page('FORMAT.md');
const fenced = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(format)?.[1] ?? '';

describe('FORMAT.md', () => {
  test('shows commits that are valid byte by byte, and nothing else', () => {
    const lines = fenced('visits\\.log').trimEnd().split('\n');
    const counts: number[] = [];
    let commit: string[] = [];
    for (const line of lines) {
      const bare = line.replace(/ #\d+:[0-9a-f]{8}$/, '');
      commit.push(bare);
      counts.push(parseLine(bare)?.n ?? Number.NaN);
      if (bare === line) continue;
      expect(encodeCommit(commit).toString('utf8').split('\n').at(-2)).toBe(line);
      commit = [];
    }
    expect(counts).toEqual([92, 93, 94, 95, 96]);
    expect(commit).toEqual([]);
    expect(lastCommit(Buffer.from(fenced('visits\\.log')), true)).toMatchObject({ first: 96, last: 96 });
  });

  test('escapes as the code does', () => {
    const escaped = parseLine(
      fenced('visits\\.log')
        .split('\n')[4]
        ?.replace(/ #1:\w+$/, '') ?? '',
    );
    expect(escaped?.text).toBe('C:\\temp\n #1:deadbeef');
    expect(unescapeText(escapeText(capText(escaped?.text ?? '')))).toBe(escaped?.text);
  });

  test('shows a torn tail that is one', () => {
    expect(judgeTail(Buffer.from(fenced('torn').trimEnd()), 96, 96)).toEqual({ kind: 'torn' });
  });

  test('names every bound with its number, and every file', () => {
    const bounds = [...format.matchAll(/^\| `(MAX_\w+)` +\| (\d+) +\|/gm)].map(([, name, n]) => [
      name,
      Number(n),
    ]);
    expect(bounds.length).toBeGreaterThan(0);
    for (const [name, n] of bounds) expect([name, layout[name as 'MAX_TEXT_BYTES']]).toEqual([name, n]);
    const { LOG, PREVIOUS_LOG, TORN, VIEW, REPLICA, LOCK, PROBE, PEERS } = layout;
    const files = [...format.matchAll(/^\| `([\w.]+)` +\| [^|]+ \|$/gm)].map(([, name]) => name);
    expect(files.sort()).toEqual([LOG, PREVIOUS_LOG, TORN, VIEW, REPLICA, LOCK, PROBE, PEERS].sort());
  });
});

test('the README’s table of errors is the code’s', () => {
  const rows = [...page('README.md').matchAll(/^\| `([\w-]+)` +\| (.+?) +\| (.+?) +\|$/gm)];
  expect(rows.map(([, code, message, action]) => [code, message, action])).toEqual(
    Object.entries(JOURNAL_ERRORS).map(([code, { message, action }]) => [code, message, action]),
  );
});
