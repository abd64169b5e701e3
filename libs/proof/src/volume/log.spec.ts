import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logOf } from '../self-test/draft';
import { parseLog } from './log';
import { provedCount, readVolume } from './volume';

const page = readFileSync(join(import.meta.dirname, '../../../persistence/FORMAT.md'), 'utf8');
const example = (name: string) =>
  new RegExp('```' + name.replace('.', '\\.') + '\\n([^]*?)```').exec(page)![1]!;
const parse = (text: string, headCut?: boolean) => parseLog(Buffer.from(text), 'visits.log', headCut);
const lines = [1, 2, 3, 4].map((n) => ({ n, at: '2026-11-26T09:00:00.000Z', text: `3 + ${n}` }));
const counts = (text: string, headCut?: boolean) => parse(text, headCut).lines.map(({ n }) => n);

describe('a volume by FORMAT.md', () => {
  it('holds the lines that its example shows, with their texts', () => {
    const { lines: read, damage, tornFrom } = parse(example('visits.log'));
    expect(read.map(({ n }) => n)).toEqual([92, 93, 94, 95, 96]);
    expect(read.at(-1)!.text).toBe('C:\\temp\n #1:deadbeef');
    expect({ damage, tornFrom }).toEqual({ damage: [], tornFrom: undefined });
  });

  it('ends before its torn tail', () => {
    const { lines: read, damage, tornFrom } = parse(example('visits.log') + example('torn').trimEnd());
    expect(read).toHaveLength(5);
    expect({ damage, tornFrom }).toEqual({ damage: [], tornFrom: 6 });
  });

  it('gives back what was written in commits of any size', () => {
    for (const commits of [[1], [2], [3, 1], [4]])
      expect(parse(logOf(lines, commits)).lines.map(({ n, at, text }) => ({ n, at, text }))).toEqual(lines);
  });

  it.each([0, 1, 2])('tells damage in commit %d by its place, and reads on behind it', (i) => {
    const broken = logOf(lines).split('\n');
    broken[i] = broken[i]!.replace('3 +', '3 -');
    const { damage, lines: read, tornFrom } = parse(broken.join('\n'));
    expect(damage).toMatchObject([{ line: i + 1, lines: 1 }]);
    expect(read.map(({ n }) => n)).toEqual([1, 2, 3, 4].filter((n) => n !== i + 1));
    expect(tornFrom).toBeUndefined();
  });

  it('takes a bad last commit for torn, and lines without a trailer too', () => {
    expect(parse(logOf(lines).replace('3 + 4', '3 - 4'))).toMatchObject({ damage: [], tornFrom: 4 });
    expect(parse(logOf(lines, [4]).replace(/ #4.*\n/, '\n'))).toMatchObject({ lines: [], tornFrom: 1 });
  });

  it('says nothing of a commit that begins before the copy', () => {
    const half = logOf(lines, [2]).slice(10);
    expect(counts(half, true)).toEqual([3, 4]);
    expect(parse(half, true).damage).toEqual([]);
    expect(parse(half).damage).toHaveLength(1);
  });

  it('joins both logs, and a cut at the end of the older one is damage', () => {
    const files = new Map([
      ['visits.log.1', Buffer.from(logOf(lines.slice(0, 2)))],
      ['visits.log', Buffer.from(logOf(lines.slice(2)))],
      ['visits.txt', Buffer.from('4\n')],
    ]);
    const volume = readVolume('volumes/a/after', files);
    expect(volume.lines.map(({ n, file }) => `${file} ${n}`)).toEqual([
      'volumes/a/after/visits.log.1 1',
      'volumes/a/after/visits.log.1 2',
      'volumes/a/after/visits.log 3',
      'volumes/a/after/visits.log 4',
    ]);
    expect({ rotated: volume.rotated, count: provedCount(volume) }).toEqual({ rotated: true, count: 4 });
    const cut = Buffer.from(logOf(lines.slice(0, 2)).slice(0, -5));
    expect(readVolume('a', new Map([...files, ['visits.log.1', cut]])).damage).toHaveLength(1);
  });

  it.each([
    ['{"format":1,"replica":"a","base":3,"createdAt":""}', { replica: 'a', base: 3 }],
    ['{"format":2,"replica":"a","base":3}', undefined],
    ['[1', undefined],
    ['', undefined],
  ])('reads the id in %s', (json, expected) => {
    const { replica } = readVolume('a', new Map([['replica.json', Buffer.from(json)]]));
    if (expected) expect(replica).toMatchObject(expected);
    else expect(replica).toBeUndefined();
  });
});
