import fc from 'fast-check';
import { type Entry } from './entry';
import { formatEntry } from './format';
import { parseLedger } from './parse';
import { parseEntry } from './parse-entry';
import { LedgerWriter } from './writer';

const header = { run: 'r', seed: '1', startedAt: '2026-11-26T09:00:00.000Z' };
const intent = { kind: 'intent', seq: 1, client: 'c', target: 'service', app: 'clock', ms: 1 } as const;
const refused = { kind: 'refused', seq: 1, ms: 2, status: 503, code: 'disk-full' } as const;

function ledger(...entries: Entry[]): string {
  const writer = new LedgerWriter();
  return [writer.header(header), ...entries.map((entry) => writer.entry(entry)), writer.seal()].join('');
}

const read = (text: string) => parseLedger(Buffer.from(text));
const kinds = (text: string) => read(text).problems.map(({ line, kind }) => `${line} ${kind}`);

describe('a ledger', () => {
  it('that is whole is sealed', () => {
    expect(read(ledger(intent, refused))).toMatchObject({ sealed: true, lines: 4, problems: [] });
  });

  it.each([
    ['its last line', (text: string) => text.slice(0, text.indexOf('z '))],
    ['the end of its last line', (text: string) => text.slice(0, -1)],
    ['any line', (text: string) => text.replace(/^o.*\n/m, '')],
    ['one byte', (text: string) => text.replace('disk-full', 'disk-fulL')],
  ])('without %s is cut', (_, damage) => {
    expect(read(ledger(intent, refused)).sealed).toBe(true);
    expect(read(damage(ledger(intent, refused))).sealed).toBe(false);
  });

  it('with anything behind its seal is cut', () => {
    expect(read(ledger(intent) + 'p 1.000 0.000 1.000 200\n').sealed).toBe(false);
    expect(read(ledger(intent) + 'p 1')).toMatchObject({ sealed: false, droppedBytes: 3 });
  });

  it('drops what follows the last LF, so that a number cut short is never read', () => {
    const cut = `visits-ledger 1 r 1 2026-11-26T09:00:00.000Z\ni 1 c service clock 1.000 -\no 1 acked 2.000 200 r/12`;
    expect(read(cut).visits).toMatchObject([{ outcome: 'unknown', receipt: undefined }]);
  });

  it('says which line does not fit', () => {
    expect(kinds(ledger(intent, refused, refused))).toEqual(['4 second-outcome']);
    expect(kinds(ledger(refused))).toEqual(['2 orphan-outcome']);
    expect(kinds(ledger(intent, intent))).toEqual(['3 repeated-intent']);
    expect(kinds(ledger(intent, { ...refused, ms: 0.5 }))).toEqual(['3 answered-before-sent']);
    expect(kinds(ledger(intent).replace('i 1 c', 'i  1 c'))).toEqual(['2 unreadable']);
  });

  it.each([
    'i 01 c service clock 1.000 -',
    'i 1 c service clock 1.0 -',
    'i 1 c service sundial 1.000 -',
    'i 1 c service clock 1.000',
    'o 1 acked 1.000 503 r/1 at boot -',
    'o 1 acked 1.000 200 r/0 at boot -',
    'o 1 refused 1.000 503 disk full',
    'o 1 perhaps 1.000 503 -',
    'p 1.000 0.000 1.000',
    'm 1.000 kill begin',
    'q 1',
    '',
  ])('does not read %j', (line) => expect(parseEntry(line)).toBeUndefined());

  it('refuses what is no ledger, and a newer one, by name', () => {
    expect(() => read('')).toThrow(expect.objectContaining({ code: 'ledger-unreadable' }));
    expect(() => read('hello\n')).toThrow(expect.objectContaining({ code: 'ledger-unreadable' }));
    expect(() => read(ledger(intent).replace('ledger 1', 'ledger 2'))).toThrow(
      expect.objectContaining({ code: 'ledger-version' }),
    );
  });

  it('gives back each entry that was written, whatever an answer put into its text', () => {
    const ms = fc.integer({ min: 0, max: 10 ** 9 }).map((thousandths) => thousandths / 1000);
    const seq = fc.integer({ min: 1, max: 10 ** 9 });
    const text = fc.option(fc.string({ unit: 'binary', minLength: 1 }), { nil: undefined });
    const entries = fc.oneof(
      fc.record({ seq, ms, text }).map((fields): Entry => ({ ...intent, ...fields })),
      fc.record({ seq, ms, text, n: seq }).map((fields): Entry => ({
        kind: 'acked',
        status: 200,
        replica: 'r',
        at: 'at',
        boot: 'b',
        ...fields,
      })),
      fc
        .record({ ms, detail: text })
        .map((fields): Entry => ({ kind: 'mark', scenario: 'kill', word: 'begin', ...fields })),
    );
    fc.assert(
      fc.property(entries, (entry) => {
        const line = formatEntry(entry);
        expect(line).not.toMatch(/[\n\r]/);
        expect(parseEntry(line)).toEqual(JSON.parse(JSON.stringify(entry)));
      }),
    );
  });

  it.each([
    ['a target of two words', { ...intent, target: 'a b' }],
    ['a replica with a line end', { ...intent, client: 'a\n' }],
    ['a negative time', { ...intent, ms: -1 }],
    ['a number that is none', { ...intent, seq: 0 }],
  ])('refuses to write %s', (_, entry) => {
    const writer = new LedgerWriter();
    writer.header(header);
    expect(() => writer.entry(entry)).toThrow(TypeError);
  });

  it('takes nothing before its header or behind its seal', () => {
    const writer = new LedgerWriter();
    expect(() => writer.entry(intent)).toThrow(TypeError);
    writer.header(header);
    expect(() => writer.header(header)).toThrow(TypeError);
    writer.seal();
    expect(() => writer.entry(intent)).toThrow(TypeError);
  });
});
