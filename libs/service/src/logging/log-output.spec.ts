import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogOutput } from './log-output';

const LINE = `${'x'.repeat(999)}\n`;

describe('the output of the log', () => {
  let dir: string;
  let reader: number;
  let writer: number;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'log-output-'));
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    reader = openSync(join(dir, 'pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    writer = openSync(join(dir, 'pipe'), constants.O_WRONLY | constants.O_NONBLOCK);
  });
  afterEach(() => {
    closeSync(reader);
    closeSync(writer);
    rmSync(dir, { recursive: true });
  });

  const read = (): string => {
    const bytes = Buffer.alloc(1024 * 1024);
    try {
      return bytes.toString('utf8', 0, readSync(reader, bytes));
    } catch {
      return '';
    }
  };

  it('writes what came, in order, before it ends', async () => {
    const output = new LogOutput(writer);
    for (let n = 0; n < 50; n += 1) output.write(`${n}\n`);
    await output.end(5000);
    expect(read()).toBe(Array.from({ length: 50 }, (_, n) => `${n}\n`).join(''));
    expect(output.dropped).toBe(0);
  });

  it('keeps a bounded number of lines for a reader that pauses, and says where others are missing', async () => {
    const output = new LogOutput(writer);
    const gaps: number[] = [];
    output.onGap = (lines) => gaps.push(lines) && output.write(`${lines} missing\n`);
    for (let n = 0; n < 5000; n += 1) output.write(LINE);
    expect(output.dropped).toBeGreaterThan(2000);
    // The first that finds room again.
    output.write('+\n');
    let text = '';
    while (!text.includes('missing\n+\n')) {
      text += read();
      await new Promise(setImmediate);
    }
    const kept = text.split('\n').filter((line) => line.length === 999).length;
    expect(gaps).toHaveLength(1);
    expect(text).toContain(`\n${gaps[0]} missing\n+\n`);
    expect(kept).toBeLessThan(3000);
    expect(kept + gaps[0]!).toBeGreaterThanOrEqual(5000);
  });

  it('ends at its deadline where nobody reads, and counts what is lost', async () => {
    const output = new LogOutput(writer);
    for (let n = 0; n < 200; n += 1) output.write(LINE);
    await output.end(50);
    output.write(LINE);
    expect(output.dropped).toBeGreaterThan(100);
    expect(read().length).toBeLessThan(100 * LINE.length);
  });
});
