import { eventually } from '@visits/testing/eventually';
import { checkVolume, readVolume, type Visit } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { opened, PLACES, reached, SWIFT, type Place } from './harness';

/** What a log rotator with `copytruncate` does: it copies the file and then cuts it, while its writer holds it. */
describe.each(PLACES)('a log that somebody cuts, on %s', (_, makePlace) => {
  let place: Place;
  beforeEach(async () => (place = await makePlace()));
  afterEach(() => place.dispose());

  test('while nobody visits: noticed within a second, and the count stays', async () => {
    const journal = await opened(place.mount());
    for (const text of ['one', 'two', 'three']) await journal.append(text);
    await place.cut('visits.log');
    await eventually('the damage is seen', 5000, () => journal.status().damage.length > 0);
    await reached(journal, 'open');
    expect(journal.status()).toMatchObject({ visits: 3, damage: [{ file: 'visits.log' }] });
    expect((await journal.append('four')).n).toBe(4);
    await journal.close();
  });

  test('under load: the hole that the next commit leaves is seen by the journal, a reader and a check', async () => {
    const journal = await opened(place.mount(), { timings: { ...SWIFT, checkMs: 500 } });
    const acknowledged: Visit[] = [];
    for (let n = 0; n < 5; n += 1) acknowledged.push(await journal.append(`visit ${n}`));
    await place.cut('visits.log');
    await journal.append('goes behind the hole').catch(() => undefined);
    await eventually('the damage is seen', 5000, () => journal.status().damage.length > 0);
    await reached(journal, 'open');
    const { visits, damage } = journal.status();
    expect(visits).toBeGreaterThanOrEqual(5);
    expect(damage).toMatchObject([{ file: 'visits.log' }]);
    for (let n = 0; n < 5; n += 1) await journal.append(`later ${n}`);
    expect((await readVolume(place.mount())).damage).toMatchObject([{ file: 'visits.log', offset: 0 }]);
    await journal.close();
    expect((await checkVolume(place.mount())).damage).toMatchObject([{ file: 'visits.log', offset: 0 }]);
    expect((await readVolume(place.mount())).visits).toBe(visits + 5);
  });
});

test('a reader sees that counts lack between the two logs', async () => {
  const disk = new SimulatedDisk();
  const journal = await opened(disk.mount(), { keepBytes: 300 });
  while (!disk.find('visits.log.1')) await journal.append('v'.repeat(50));
  await journal.append('v'.repeat(50));
  const lost = journal.status().visits;
  disk.find('visits.log')?.truncate(0);
  await eventually('the damage is seen', 5000, () => journal.status().damage.length > 0);
  await reached(journal, 'open');
  await journal.append('after');
  await journal.close();
  const detail = expect.stringMatching(new RegExp(`^the count jumps from \\d+ to ${lost + 1}$`));
  expect((await readVolume(disk.mount())).damage).toMatchObject([{ file: 'visits.log', offset: 0, detail }]);
});

test('a commit that is cut away before it is answered is unknown: the view may have its count', async () => {
  const disk = new SimulatedDisk();
  const journal = await opened(disk.mount());
  await journal.append('one');
  disk.fault = ({ operation, name }) => {
    if (operation === 'datasync' && name === 'visits.log') disk.find(name)?.truncate(0);
    return undefined;
  };
  await expect(journal.append('two')).rejects.toMatchObject({ code: 'outcome-unknown' });
  disk.fault = null;
  await reached(journal, 'open');
  expect((await journal.append('three')).n).toBe(3);
  await journal.close();
});
