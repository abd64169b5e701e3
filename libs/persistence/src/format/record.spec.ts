import fc from 'fast-check';
import { encodeCommit } from './commit';
import { lastCommit } from './scanner';
import { capText, escapeText, formatLine, isWritable, parseLine, Timestamps, unescapeText } from './record';

const at = '2026-11-21T13:45:04.123Z';
/** Any UTF-16 units, lone surrogates too, and what is dangerous to us far more often than chance would bring it. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc
    .array(
      fc.constantFrom(
        ' #',
        '#',
        '\\',
        '\n',
        '\r',
        '\0',
        '\x1b[2J',
        '#1:deadbeef',
        'é',
        '💾',
        '\ud800',
        '\x85',
        ' ',
        'x',
        '\\x0a',
      ),
      {
        maxLength: 300,
      },
    )
    .map((parts) => parts.join('')),
);

test.each([
  ['short', 'hello', 'hello'],
  ['of 512 bytes', 'é'.repeat(256), 'é'.repeat(256)],
  ['of 513 bytes', 'x'.repeat(513), 'x'.repeat(512)],
  ['cut inside of two bytes', `x${'é'.repeat(256)}`, `x${'é'.repeat(255)}`],
  ['cut inside of three bytes', '€'.repeat(171), '€'.repeat(170)],
  ['cut inside of four bytes', `x${'💾'.repeat(128)}`, `x${'💾'.repeat(127)}`],
  ['with a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ['that ends with half a pair', `${'x'.repeat(200)}\ud83d`, `${'x'.repeat(200)}\ufffd`],
])('a text %s is kept as far as it fits', (_, text, kept) => {
  expect(capText(text)).toBe(kept);
});

test.each([
  'plain',
  '#a',
  'a #b',
  ' #',
  '\\',
  '\\x41',
  '\0',
  '\t',
  '\x1f',
  '\x7f',
  '\x9f',
  '\xa0',
  '~',
  'a  # #',
])('the text %j comes back from its line', (any) => {
  expect(parseLine(formatLine(at, 7, any))).toEqual({ n: 7, at, text: any });
});

test('an escape that we never write stays as it is', () => {
  expect(unescapeText('\\x4 \\xZZ \\x4G \\n \\x4F')).toBe('\\x4 \\xZZ \\x4G \\n \\x4F');
  expect(unescapeText('\\x41\\\\x41')).toBe('A\\x41');
});

describe('a text', () => {
  test('comes back as it was, once it is cut to 512 bytes', () => {
    fc.assert(
      fc.property(text, (any) => {
        const kept = capText(any);
        expect(unescapeText(escapeText(kept))).toBe(kept);
        expect(parseLine(formatLine(at, 7, kept))).toEqual({ n: 7, at, text: kept });
      }),
    );
  });

  test('is cut between two code points, as late as possible', () => {
    fc.assert(
      fc.property(text, (any) => {
        const whole = Buffer.from(any, 'utf8');
        const kept = Buffer.from(capText(any), 'utf8');
        expect(kept.length).toBeLessThanOrEqual(512);
        expect(whole.subarray(0, kept.length).equals(kept)).toBe(true);
        if (whole.length <= 512) expect(kept.length).toBe(whole.length);
        else expect(kept.length).toBeGreaterThan(512 - 4);
        expect(capText(capText(any))).toBe(capText(any));
      }),
    );
  });

  test.each([
    ['a line break', 'a\nb', 'a\\x0ab'],
    ['a terminal escape', '\x1b[2J', '\\x1b[2J'],
    ['a backslash', 'C:\\x0a', 'C:\\\\x0a'],
    ['a trailer', 'x #1:deadbeef', 'x \\x231:deadbeef'],
    ['a trailer right at its start', '#1:deadbeef', '\\x231:deadbeef'],
    ['a C1 control', 'a\x85b', 'a\\x85b'],
    ['an innocent number sign', 'issue#3', 'issue#3'],
    ['an innocent number sign before a line break', 'issue#3\n', 'issue#3\\x0a'],
    ['a DEL', 'a\x7fb', 'a\\x7fb'],
    ['the last C1 control', '\x9f', '\\x9f'],
    ['what follows the controls', ' ~\xa0', ' ~\xa0'],
    ['two trailers', ' # #', ' \\x23 \\x23'],
    ['a pair of surrogates', '💾', '💾'],
  ])('with %s is escaped', (_, given, escaped) => {
    expect(escapeText(given)).toBe(escaped);
  });

  test('cannot forge a line, nor a trailer', () => {
    fc.assert(
      fc.property(text, (any) => {
        const line = formatLine(at, 1, capText(any));
        // eslint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        expect(line).not.toContain(' #');
        expect(lastCommit(Buffer.from(`${line}\n`), true)).toBeNull();
        expect(lastCommit(encodeCommit([line]), true)).toMatchObject({ first: 1, last: 1 });
      }),
    );
  });
});

test.each([
  ['no count', `${at} x`],
  ['a leading zero', `${at} 07 x`],
  ['a count of 16 digits', `${at} 1234567890123456 x`],
  ['zero', `${at} 0 x`],
  ['no milliseconds', '2026-11-21T13:45:04Z 1 x'],
  ['something before its time', `x${at} 1 x`],
  ['no space behind the count', `${at} 1`],
  ['a year of five digits', `1${at} 1 x`],
  ['two spaces', `${at}  1 x`],
  ['nothing', ''],
])('a line with %s is not ours', (_, line) => {
  expect(parseLine(line)).toBeNull();
});

test('timestamps of one millisecond are made once', () => {
  const times = new Timestamps();
  expect(times.iso(Date.parse(at))).toBe(at);
  expect(times.iso(Date.parse(at))).toBe(at);
  expect(times.iso(0)).toBe('1970-01-01T00:00:00.000Z');
});

test('a line may have an empty text, the largest count, and a text of any shape', () => {
  expect(parseLine(`${at} 1 `)).toEqual({ n: 1, at, text: '' });
  expect(parseLine(`${at} 999999999999999 x`)?.n).toBe(999_999_999_999_999);
  expect(parseLine(`${at} 20 a\nb`)?.text).toBe('a\nb');
});

test('a line can hold the times of the years that have four digits', () => {
  const [first, last] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];
  for (const ms of [first, 0, last]) {
    expect(isWritable(ms)).toBe(true);
    expect(parseLine(formatLine(new Date(ms).toISOString(), 1, 'x'))?.n).toBe(1);
  }
  for (const ms of [first - 1, last + 1]) expect(isWritable(ms)).toBe(false);
});
