import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyVolume } from './volume-copy';

let ground: string;
beforeEach(() => (ground = mkdtempSync(join(tmpdir(), 'visits-copy-'))));
afterEach(() => rmSync(ground, { recursive: true, force: true }));

it('copies the files byte for byte, and says what it read', () => {
  const volume = join(ground, 'clock-0');
  mkdirSync(join(volume, 'lost+found'), { recursive: true });
  const files = { 'visits.log': 'a line\n', 'visits.txt': '1\n', 'visits.log.torn': '\u0000', LOCK: '{}' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(volume, name), text);
  const copy = join(ground, 'bundle', 'before');
  expect(copyVolume(volume, copy)).toEqual(
    ['visits.log', 'visits.log.torn', 'visits.txt'].map((name) => ({
      name,
      size: files[name as keyof typeof files].length,
      sha256: createHash('sha256')
        .update(files[name as keyof typeof files])
        .digest('hex'),
    })),
  );
  expect(readdirSync(copy).sort()).toEqual(['visits.log', 'visits.log.torn', 'visits.txt']);
  expect(readFileSync(join(copy, 'visits.log'), 'utf8')).toBe('a line\n');
});

it('throws where there is nothing to read', () => {
  expect(() => copyVolume(join(ground, 'missing'), join(ground, 'copy'))).toThrow('ENOENT');
});
