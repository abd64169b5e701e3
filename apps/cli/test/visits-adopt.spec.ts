import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { adopt } from '../src/adopt';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-adopt-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const adopted = async (count: number): Promise<string> => {
  const out = new PassThrough();
  await adopt(dir, count, out);
  return String(out.read());
};

it('sets what was not understood aside, counts on from the number, and says so', async () => {
  writeFileSync(join(dir, 'visits.txt'), 'Number of visits: 14');
  expect(await adopted(14)).toBe(
    'visits: 0 before, 14 now\nkept in: visits.txt.foreign\nseen: visits.txt.foreign is now visits.txt.foreign.seen\n',
  );
  expect(readFileSync(join(dir, 'visits.txt'), 'utf8')).toBe('14\n');
  expect(await adopted(14)).toBe('visits: 14 before, 14 now\n');
});

it('never lowers a count, and says what it is', async () => {
  writeFileSync(join(dir, 'visits.txt'), '92');
  const files = readdirSync(dir);
  await expect(adopt(dir, 14)).rejects.toMatchObject({
    code: 'not-adopted',
    message: expect.stringMatching(/92 visits, more than 14/),
  });
  expect(readdirSync(dir)).toEqual(expect.arrayContaining(files));
  expect(readFileSync(join(dir, 'visits.txt'), 'utf8')).toBe('92');
});

it('a directory that is not there is named', async () => {
  await expect(adopt(join(dir, 'none'), 1)).rejects.toMatchObject({ code: 'not-adopted' });
});
