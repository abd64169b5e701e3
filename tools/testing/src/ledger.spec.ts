import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { heldBy, innocent, Ledger } from './ledger';

const started = Date.now();
const at = (n: number) => new Date(started + n).toISOString();
const receipt = (n: number, time = at(n)) => ({ replica: 'r', n, at: time, boot: 'b' });

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-ledger-'))));
afterEach(() => rmSync(dir, { recursive: true }));

/** Each line a commit of its own. */
function write(...counts: number[]): void {
  const lines = counts.map((n) => {
    const covered = `${at(n)} ${n} some text #1:`;
    return `${covered}${crc32(covered).toString(16).padStart(8, '0')}\n`;
  });
  writeFileSync(join(dir, 'visits.log'), lines.join(''));
  const replica = { format: 1, replica: 'r', base: 0, createdAt: at(0), pod: 'p', claim: 'c' };
  writeFileSync(join(dir, 'replica.json'), JSON.stringify(replica));
}

function ledgerOf(...receipts: ReturnType<typeof receipt>[]): Ledger {
  const ledger = new Ledger();
  ledger.startedAt(new Date(started));
  for (const one of receipts) ledger.acked(ledger.send('pod', 0), one, 50);
  return ledger;
}

describe('the ledger of the suites', () => {
  it('acquits a volume that holds every receipt, and what was never answered', () => {
    const ledger = ledgerOf(receipt(1), receipt(3));
    ledger.unknown(ledger.send('pod', 0), 'ECONNRESET');
    write(1, 2, 3);
    writeFileSync(join(dir, 'visits.txt'), '3\n');
    expect(ledger.judge(dir)).toEqual(innocent);
    expect(heldBy(dir)).toEqual({ lines: 3, count: 3, view: 3 });
  });

  it.each([
    ['a lost visit', [receipt(1), receipt(2), receipt(3)], { ACK_LOST: 1 }],
    ['a number given again after a loss', [receipt(1), receipt(2, at(9))], { ACK_REPLACED: 1 }],
    ['a doubled number', [receipt(1), receipt(2), receipt(2)], { RECEIPT_TWICE: 1 }],
    ['more lines than visitors', [receipt(1)], { EXCESS: 1 }],
  ])('convicts %s', (_case, receipts, violated) => {
    write(1, 2);
    expect(ledgerOf(...receipts).judge(dir).violated).toEqual(violated);
  });

  it('takes what was refused for not counted', () => {
    const ledger = ledgerOf(receipt(1));
    ledger.refuse(ledger.send('pod', 0), 'disk-full');
    write(1, 2);
    expect(ledger.judge(dir).violated).toEqual({ EXCESS: 1 });
  });

  it('says of a copy what is lost, not what came beside it', () => {
    write(1, 2, 3);
    expect(ledgerOf(receipt(1)).copy().judge(dir)).toEqual(innocent);
    expect(ledgerOf(receipt(1), receipt(4)).copy().judge(dir).violated).toEqual({ ACK_LOST: 1 });
  });

  it('takes no answer for a receipt while the power is cut', () => {
    const ledger = ledgerOf(receipt(1));
    ledger.isCut = true;
    ledger.acked(ledger.send('pod', 0), receipt(2), 50);
    write(1);
    expect(ledger.judge(dir)).toEqual(innocent);
    expect(ledger.receipts).toEqual([receipt(1)]);
  });

  it('convicts a gap, and takes half a line for no volume in order', () => {
    write(1, 3);
    const ledger = ledgerOf(receipt(1), receipt(3));
    expect(ledger.judge(dir).violated).toEqual({ COUNT_GAP: 1 });
    writeFileSync(join(dir, 'visits.log'), `${at(1)} 1 a`);
    expect(() => heldBy(dir)).toThrow('not whole');
  });
});
