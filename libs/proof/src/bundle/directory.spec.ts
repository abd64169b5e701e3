import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatReport, judge } from '../report/judge';
import { simulatedFiles } from '../self-test/self-test';
import { readBundleDirectory } from './directory';

describe('a bundle in a directory', () => {
  const files = simulatedFiles(3);
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'proof-bundle-'));
    for (const [name, bytes] of files) {
      mkdirSync(join(directory, name, '..'), { recursive: true });
      writeFileSync(join(directory, name), bytes);
    }
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is what was written, whatever else lies there', async () => {
    writeFileSync(join(directory, 'report.json'), 'from yesterday');
    symlinkSync('/etc/hostname', join(directory, 'volumes/visits-clock-0/after/link'));
    expect([...(await readBundleDirectory(directory))].sort()).toEqual([...files].sort());
  });

  it('may be compressed, and gives the same report byte for byte', async () => {
    for (const [name, bytes] of files) {
      rmSync(join(directory, name));
      writeFileSync(join(directory, `${name}.gz`), gzipSync(bytes));
    }
    expect(formatReport(judge(await readBundleDirectory(directory)))).toBe(formatReport(judge(files)));
  });

  it('is refused in one sentence where a compressed file is cut', async () => {
    rmSync(join(directory, 'ledger.log'));
    writeFileSync(join(directory, 'ledger.log.gz'), gzipSync(files.get('ledger.log')!).subarray(0, 500));
    await expect(readBundleDirectory(directory)).rejects.toMatchObject({
      code: 'bundle-unreadable',
      message: expect.stringContaining('ledger.log.gz'),
    });
  });

  it('is refused where there is none', async () => {
    const missing = { code: 'bundle-missing' };
    await expect(readBundleDirectory(join(directory, 'volumes'))).rejects.toMatchObject(missing);
    await expect(readBundleDirectory(join(directory, 'nothing'))).rejects.toMatchObject(missing);
    await expect(readBundleDirectory(join(directory, 'ledger.log'))).rejects.toMatchObject(missing);
  });
});
