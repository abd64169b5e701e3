import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatEntry } from './format';
import { operands } from './operands';
import { parseLedger } from './parse';
import { parseEntry, parseHeader } from './parse-entry';
import { LedgerWriter } from './writer';

const page = readFileSync(join(import.meta.dirname, '../../LEDGER.md'), 'utf8');
const example = /```ledger\n([^]*?)```/.exec(page)![1]!;

describe('LEDGER.md', () => {
  it('shows a ledger that is whole', () => {
    const ledger = parseLedger(Buffer.from(example));
    expect(ledger).toMatchObject({ sealed: true, problems: [], droppedBytes: 0 });
    expect(ledger.visits.map((visit) => visit.outcome)).toEqual([
      'acked',
      'acked',
      'refused',
      'unknown',
      'unknown',
    ]);
    expect(ledger.visits[0]!.receipt).toMatchObject({ n: 8, text: '810943677 + 173937321 = 984880998' });
  });

  it('shows what the writer writes, byte for byte, with its seal', () => {
    const [first, ...rest] = example.trimEnd().split('\n');
    const writer = new LedgerWriter();
    const written = [
      writer.header(parseHeader(first!)!),
      ...rest.slice(0, -1).map((line) => writer.entry(parseEntry(line)!)),
      writer.seal(),
    ];
    expect(written.join('')).toBe(example);
    const before = example.slice(0, example.lastIndexOf('z '));
    expect(rest.at(-1)).toBe(`z ${rest.length} ${createHash('sha256').update(before).digest('hex')}`);
  });

  it('shows the operands that the code makes', () => {
    const rows = page.matchAll(/^\| +(?:`(\w+)`)? +\| `(\w+)` +\| `(\w+)` +\| (\d+) +\| `(.+)` +\|$/gm);
    const shown = [...rows].map(([, challenge = '', run, client, seq, pair]) => ({
      made: operands({ challenge, run: run!, client: client!, seq: Number(seq) }).join(' + '),
      pair,
    }));
    expect(shown).toHaveLength(2);
    for (const { made, pair } of shown) expect(pair).toBe(made);
  });

  it('has each form of a line that the code writes', () => {
    const forms = [...page.matchAll(/^ {4}(o <seq> \w+|[impz] <|visits-ledger)/gm)].map(([, form]) => form);
    expect(forms).toEqual([
      'visits-ledger',
      'i <',
      'o <seq> acked',
      'o <seq> refused',
      'o <seq> unknown',
      'p <',
      'm <',
      'z <',
    ]);
    expect(formatEntry({ kind: 'refused', seq: 1, ms: 2 })).toBe('o 1 refused 2.000 - -');
  });
});
