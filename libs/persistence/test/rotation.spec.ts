import { readLines, readVisits, readVolume, type Visit } from '../src/index';
import { SimulatedDisk, type Operation } from '../src/testing';
import { expectSound, opened, PLACES, reached, Sickness, simulatedPlace } from './harness';

const keepBytes = 2000;

describe.each(PLACES)('on %s', (_, makePlace) => {
  test('the logs stay bounded, the count goes on, and the kept lines are the newest', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount(), { keepBytes });
    const visits: Visit[] = [];
    for (let i = 0; i < 60; i += 1) visits.push(await journal.append(`visit ${i}`));
    const { sizeBytes, visits: count } = await readVolume(place.mount());
    expect(count).toBe(60);
    expect(sizeBytes).toBeLessThanOrEqual(keepBytes + 200);
    await journal.close();
    await expectSound(place, { acknowledged: visits, rotated: true });
    const page = await readVisits(place.mount(), { limit: 1000 });
    expect(page.items).toEqual(visits.slice(60 - page.items.length));
    expect(page).toMatchObject({ first: page.items[0]?.n, next: null });
    expect(page.items.length).toBeGreaterThan(15);
    const lines: string[] = [];
    for await (const line of readLines(place.mount())) lines.push(line);
    expect(lines.length).toBe(page.items.length);
    await place.dispose();
  });

  test('every page of the history follows the one before, over both files', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount(), { keepBytes: 40_000 });
    for (let i = 0; i < 12; i += 1) {
      await Promise.all(Array.from({ length: 40 }, (_unused, j) => journal.append(`burst ${i} ${j}`)));
    }
    const found: Visit[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page: Awaited<ReturnType<typeof readVisits>> = await readVisits(place.mount(), {
        after,
        limit: 7,
      });
      found.push(...page.items);
      after = page.next;
    }
    expect(found.map(({ n }) => n)).toEqual(Array.from({ length: 480 }, (_unused, i) => i + 1));
    const late = await readVisits(place.mount(), { after: 478, limit: 7 });
    expect(late).toMatchObject({ items: [{ n: 479 }, { n: 480 }], first: 1, next: null });
    expect(await readVisits(place.mount(), { after: 480, limit: 7 })).toEqual({
      items: [],
      first: 1,
      next: null,
    });
    await journal.close();
    await expectSound(place, { acknowledged: found });
    await place.dispose();
  });

  test('a reader’s count never goes down under load and over rotations', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount(), { keepBytes });
    const reader = place.mount();
    const acknowledged: Visit[] = [];
    let writing = true;
    const writer = (async () => {
      for (let i = 0; i < 40; i += 1) {
        acknowledged.push(...(await Promise.all([1, 2, 3].map((j) => journal.append(`${i}.${j}`)))));
      }
    })().finally(() => (writing = false));
    let before = 0;
    while (writing) {
      const floor = acknowledged.at(-1)?.n ?? 0;
      const { visits, damage } = await readVolume(reader);
      expect(visits).toBeGreaterThanOrEqual(Math.max(before, floor));
      expect(damage).toEqual([]);
      before = visits;
      await new Promise(setImmediate);
    }
    await writer;
    await journal.close();
    await expectSound(place, { acknowledged, rotated: true });
    await place.dispose();
  });

  test('a log before that holds what nobody understands is renamed aside, not dropped', async () => {
    const place = await makePlace();
    await place.put('visits.log.1', 'somebody’s notes\n');
    const journal = await opened(place.mount(), { keepBytes });
    const acknowledged: Visit[] = [];
    while (!(await place.text('visits.log.1'))?.includes('visit 0'))
      acknowledged.push(await journal.append(`visit ${acknowledged.length}`));
    expect(await place.text('visits.log.1.damaged')).toBe('somebody’s notes\n');
    await journal.close();
    await expectSound(place, { acknowledged });
    await place.dispose();
  });
});

test.each<[Operation, string]>([
  ['rename', 'visits.log'],
  ['open', 'visits.log'],
  ['syncDirectory', '.'],
])('a rotation whose %s of %s fails refuses its visits and loses none', async (operation, name) => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const journal = await opened(place.mount(), { keepBytes: 150 });
  const acknowledged = [await journal.append('one'), await journal.append('two')];
  const sick = new Sickness(disk, [operation], { kind: 'error', code: 'EIO' }, name);
  sick.on = true;
  await expect(journal.append('refused')).rejects.toMatchObject({ code: 'io-error' });
  if (operation !== 'open') expect((await readVolume(place.mount())).visits).toBe(2);
  sick.on = false;
  await reached(journal, 'open');
  acknowledged.push(await journal.append('three'));
  expect(acknowledged.map(({ n }) => n)).toEqual([1, 2, 3]);
  await journal.close();
  await expectSound(place, { acknowledged, refused: ['refused'] });
});
