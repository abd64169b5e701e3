import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableBelow } from './markdown-table';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/guarantees.md'), 'utf8');
const rows = tableBelow(page, '## Accident by accident');
const path = /`((?:apps|libs|tools|deploy|docs)\/[\w./-]+\.\w+)`/g;

describe('docs/guarantees.md', () => {
  it('has a row for each accident that a volume can meet', () => {
    const accidents = rows.map(([accident]) => accident).join(', ');
    for (const accident of [
      ...[
        'process kill',
        'pod delete',
        'node crash',
        'power cut',
        'full disk',
        'read-only disk',
        'failed fsync',
      ],
      ...['hung disk', 'lost volume', 'restored snapshot', 'cloned claim', 'two writers', 'NFS'],
    ]) {
      // Written as `failed write, failed fsync` or `full disk, quota`, so a part of a name is enough.
      expect(accidents).toContain(accident);
    }
  });

  it('says of each what is kept, what a client sees, and which test shows it, or that none does', () => {
    for (const row of rows) {
      expect(row).toHaveLength(4);
      for (const cell of row) expect(cell).not.toBe('');
      expect([row[0], row[3]]).toEqual([row[0], expect.stringMatching(/\.spec\.ts|^none: /)]);
    }
  });

  it('names no file that does not exist', () => {
    const named = [...page.matchAll(path)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(rows.length);
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});
