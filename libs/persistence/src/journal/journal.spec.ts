import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, openVolume, readVisits, readVolume } from '../index';

test('counts on a real directory, closes, and goes on where it was', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'visits-'));
  const opened = async (): Promise<Journal> => {
    const journal = new Journal({ volume: openVolume(dir), holder: { pod: 'p-0', boot: 'b', claim: 'c' } });
    const open = new Promise<void>((resolve) => journal.onState((s) => void (s === 'open' && resolve())));
    journal.start();
    await open;
    return journal;
  };
  const first = await opened();
  const visits = await Promise.all(Array.from({ length: 500 }, (_, i) => first.append(`visit ${i}`)));
  expect(visits.map((v) => v.n)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  await first.close();
  expect(await readFile(join(dir, 'visits.txt'), 'utf8')).toBe('500\n');
  const second = await opened();
  expect((await second.append('one more')).n).toBe(501);
  expect(second.status().damage).toEqual([]);
  const reading = await readVolume(openVolume(dir));
  expect(reading).toMatchObject({ visits: 501, state: 'ok', served: true, damage: [], tornBytes: 0 });
  await second.close();
  const page = await readVisits(openVolume(dir), { after: 499, limit: 1 });
  expect(page).toEqual({ items: [visits[499]], first: 1, next: 500 });
  await rm(dir, { recursive: true });
});
