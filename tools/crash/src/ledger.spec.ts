import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { innocent, Ledger } from './ledger';

const at = (second: number) => `2026-11-21T13:45:0${second}.000Z`;
const receipt = (n: number, time = at(n)) => ({ replica: 'r', n, at: time, boot: 'b' });

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-ledger-'))));
afterEach(() => rmSync(dir, { recursive: true }));

function write(...lines: string[]): void {
  writeFileSync(join(dir, 'visits.log'), lines.map((one) => `${one}\n`).join(''));
}

describe('the ledger, the oracle of this suite,', () => {
  it('acquits a log that holds every receipt', () => {
    write(`${at(1)} 1 a #1:00000000`, `${at(2)} 2 b`, `${at(3)} 3 c #2:00000000`);
    writeFileSync(join(dir, 'visits.txt'), '3\n');
    const ledger = new Ledger();
    ledger.add(receipt(1));
    ledger.add(receipt(3));
    ledger.unanswered = 1;
    expect(ledger.judge(dir)).toEqual({ ...innocent, lines: 3, count: 3, view: 3 });
  });

  it.each([
    ['a lost visit', [receipt(1), receipt(2), receipt(3)], { lost: [receipt(3)] }],
    ['a number given again after a loss', [receipt(1), receipt(2, at(9))], { lost: [receipt(2, at(9))] }],
    ['a doubled number', [receipt(1), receipt(2), receipt(2)], { doubled: [2] }],
    ['more lines than visitors', [receipt(1)], { surplus: 1 }],
  ])('convicts %s', (_case, receipts, found) => {
    write(`${at(1)} 1 a #1:00000000`, `${at(2)} 2 b #1:00000000`);
    const ledger = new Ledger();
    receipts.forEach((one) => ledger.add(one));
    expect(ledger.judge(dir)).toMatchObject(found);
  });

  it('forgives what a rotation dropped, and nothing after it', () => {
    write(`${at(3)} 3 a #1:00000000`, `${at(4)} 4 b #1:00000000`);
    const ledger = new Ledger();
    for (const n of [1, 2, 3, 4]) ledger.add(receipt(n));
    expect(ledger.judge(dir, { rotated: true }).lost).toEqual([]);
    expect(ledger.judge(dir).lost).toEqual([receipt(1), receipt(2)]);
    ledger.add(receipt(5));
    expect(ledger.judge(dir, { rotated: true }).lost).toEqual([receipt(5)]);
  });

  it('convicts a gap, a forged line and half a line', () => {
    write(`${at(1)} 1 a #1:00000000`, `${at(3)} 3 b #1:00000000`);
    expect(new Ledger().judge(dir).gaps).toEqual([3]);
    write('<script>');
    expect(() => new Ledger().judge(dir)).toThrow('not a line');
    writeFileSync(join(dir, 'visits.log'), `${at(1)} 1 a`);
    expect(() => new Ledger().judge(dir)).toThrow('middle of a line');
  });
});
