import { eventually } from '@visits/testing/eventually';
import { adoptCount, checkVolume, layout, readVisits, readVolume, type Volume } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { opened, PLACES, SWIFT } from './harness';

const now = (): Date => new Date('2026-11-21T13:45:04.123Z');
const holder = { pod: 'p', boot: 'visits adopt', pid: 1, since: now().toISOString() };
const adopt = (volume: Volume, count: number) => adoptCount(volume, count, { holder, now });

describe.each(PLACES)('on %s', (_, makePlace) => {
  test('a count that was set aside and reported is adopted, with a line for each visit, and no longer reported', async () => {
    const place = await makePlace();
    await place.put('visits.txt', 'Number of visits: 14\n');
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({
      visits: 0,
      foreign: { file: 'visits.txt.foreign', shown: '"Number of visits: 14\\x0a"' },
    });
    const visit = await journal.append('the first since');
    await expect(adopt(place.mount(), 15)).rejects.toMatchObject({ code: 'locked' });
    await journal.close();
    expect(await adopt(place.mount(), 15)).toMatchObject({
      before: { visits: 1 },
      after: { visits: 15, damage: [] },
      isRefused: false,
      seen: 'visits.txt.foreign.seen',
    });
    const again = await opened(place.mount());
    expect(again.status()).toMatchObject({ visits: 15, foreign: null, damage: [], uncleanEnd: null });
    expect((await again.append('next')).n).toBe(16);
    await again.close();
    const { items } = await readVisits(place.mount(), { limit: 3 });
    expect(items).toEqual([visit, { n: 2, at: now().toISOString(), text: '(adopted)' }, expect.anything()]);
    expect(await place.text('visits.txt.foreign.seen')).toBe('Number of visits: 14\n');
    expect((await checkVolume(place.mount())).damage).toEqual([]);
    await place.dispose();
  });

  test('what is set aside is reported by each start, until somebody moves it away', async () => {
    const place = await makePlace();
    await place.put('visits.txt', '{"visits": 4.0}');
    await (await opened(place.mount())).close();
    const journal = await opened(place.mount(), { timings: SWIFT });
    expect(journal.status().foreign).toEqual({
      file: 'visits.txt.foreign',
      shown: '"{\\x22visits\\x22: 4.0}"',
    });
    await place.move('visits.txt.foreign', 'seen');
    await eventually('the foreign view is gone', 5000, () => journal.status().foreign === null);
    await journal.close();
    await place.dispose();
  });

  test.each([0, 3, 4])('a count is never lowered: %i on a volume that has counted 5', async (count) => {
    const place = await makePlace();
    const journal = await opened(place.mount());
    for (const text of ['a', 'b', 'c', 'd', 'e']) await journal.append(text);
    await journal.close();
    const before = await Promise.all(['visits.log', 'visits.txt', 'replica.json'].map(place.text));
    expect(await adopt(place.mount(), count)).toMatchObject({ isRefused: true, after: { visits: 5 } });
    expect(await Promise.all(['visits.log', 'visits.txt', 'replica.json'].map(place.text))).toEqual(before);
    await place.dispose();
  });

  test('an empty volume takes it too; a far larger count keeps the older lines aside; none is above the bound', async () => {
    const place = await makePlace();
    expect((await adopt(place.mount(), 14)).after.visits).toBe(14);
    const journal = await opened(place.mount());
    expect((await journal.append('a')).n).toBe(15);
    await journal.close();
    const { aside } = await adopt(place.mount(), 1_000_000);
    expect(aside).toHaveLength(2);
    expect(await place.text(aside[0] as string)).toMatch(/ 15 a #1:/);
    expect(await readVolume(place.mount())).toMatchObject({ visits: 1_000_000, damage: [] });
    await expect(adopt(place.mount(), layout.MAX_COUNT + 1)).rejects.toMatchObject({ code: 'count-limit' });
    await expect(adopt(place.mount(), 1.5)).rejects.toThrow(TypeError);
    await place.dispose();
  });
});

test('a crash at any call of an adoption lowers nothing, and a second one ends it', async () => {
  const aVolume = async (seed: number): Promise<SimulatedDisk> => {
    const disk = new SimulatedDisk(seed);
    disk.place('visits.txt', 'fourteen');
    const journal = await opened(disk.mount());
    await journal.append('a');
    await journal.close();
    return disk;
  };
  const whole = await aVolume(1);
  const first = whole.calls + 1;
  await adopt(whole.mount(), 14);
  for (let n = first; n <= whole.calls; n += 1) {
    for (const [seed, kind] of (['kill', 'power-cut', 'power-cut', 'power-cut'] as const).entries()) {
      const disk = await aVolume(seed + 1);
      const crash = new Promise<void>((resolve) => {
        disk.fault = (call) => {
          if (call.n !== n) return undefined;
          setImmediate(resolve);
          return { kind };
        };
      });
      await Promise.race([crash, adopt(disk.mount(), 14)]);
      disk.fault = null;
      expect((await readVolume(disk.mount())).visits).toBeGreaterThanOrEqual(1);
      expect((await adopt(disk.mount(), 14)).after).toMatchObject({ visits: 14, damage: [] });
    }
  }
});
