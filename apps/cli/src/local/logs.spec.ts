import { mkdtempSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file';
import { logLine } from './log-line';

const TIME = '2026-11-21T15:00:57.402Z';
const recordOf = (fields: object) => JSON.stringify({ level: 'info', time: TIME, pod: 'clock-0', ...fields });
const shown = (line: string) => logLine(line, 'clock-0', 7).text.replace(/^\d\d:\d\d:\d\d\.402 /, '');

describe('a line of a log', () => {
  it('of a request is what was asked and answered, with the code of a refusal', () => {
    const request = { msg: 'request', method: 'GET', path: '/', status: 200, duration_ms: 3.126 };
    expect(shown(recordOf(request))).toBe('clock-0 info  GET / 200 3.1 ms');
    expect(shown(recordOf({ ...request, status: 503, code: 'disk-full' }))).toBe(
      'clock-0 info  GET / 503 disk-full 3.1 ms',
    );
  });

  it('of anything else is its message, then its fields', () => {
    expect(shown(recordOf({ msg: 'journal open', visits: 1, replica: 'a', boot: 'b' }))).toBe(
      'clock-0 info  journal open visits=1 replica=a',
    );
    expect(logLine(recordOf({ msg: 'up' }), 'clock-0', 7).at).toBe(Date.parse(TIME));
  });

  it.each(['Error: no', '{}', 'null', '{"time":1'])(
    'that is no record (%s) is shown as it is, in its place',
    (line) => {
      expect(logLine(line, 'clock-0', 7)).toEqual({ at: 7, text: `${' '.repeat(12)} clock-0 ${line}` });
    },
  );

  it('does not steer the terminal', () => {
    expect(shown(recordOf({ msg: 'a\u001b[2Jb' }))).toBe('clock-0 info  a?[2Jb');
  });
});

describe('the log of a pod', () => {
  const dir = mkdtempSync(join(tmpdir(), 'log-file-'));
  const path = join(dir, 'clock-0.log');
  afterAll(() => rmSync(dir, { recursive: true }));
  const texts = (file: LogFile) => file.read().map(({ text }) => text.trim());

  it('is read by whole lines, each once, and anew where another file took its place', () => {
    const file = new LogFile(path);
    expect(texts(file)).toEqual([]);
    writeFileSync(path, 'one\ntwo\nthr');
    expect(texts(file)).toEqual(['clock-0 one', 'clock-0 two']);
    appendFileSync(path, 'ee\n');
    expect(texts(file)).toEqual(['clock-0 three']);
    expect(texts(file)).toEqual([]);
    writeFileSync(path, 'new\n');
    expect(texts(file)).toEqual(['clock-0 new']);
  });

  it('begins with whole lines of its last 256 KiB', () => {
    writeFileSync(path, `${'x'.repeat(99)}\n`.repeat(10_000));
    const lines = texts(new LogFile(path));
    expect(lines.length).toBe(Math.floor((256 * 1024) / 100));
    expect(new Set(lines)).toEqual(new Set([`clock-0 ${'x'.repeat(99)}`]));
  });
});
