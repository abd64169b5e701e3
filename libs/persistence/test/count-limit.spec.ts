import { layout, readVisits, readVolume } from '../src/index';
import { expectSound, opened, PLACES } from './harness';

const { MAX_COUNT } = layout;

describe.each(PLACES)('on %s', (_, makePlace) => {
  test('a batch fills up to the largest count; what is beyond is refused, never counted, and a restart agrees', async () => {
    const place = await makePlace();
    await place.put('visits.txt', `${MAX_COUNT - 2}\n`);
    const errors: string[] = [];
    const journal = await opened(place.mount(), { observer: { onError: (code) => errors.push(code) } });
    const answers = await Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => journal.append(text)));
    const visits = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(visits.map(({ n }) => n)).toEqual([MAX_COUNT - 1, MAX_COUNT]);
    for (const answer of answers.slice(2))
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'count-limit' } });
    await expect(journal.append('e')).rejects.toMatchObject({ code: 'count-limit' });
    expect(journal.status()).toMatchObject({ state: 'open', visits: MAX_COUNT, damage: [] });
    expect(new Set(errors)).toEqual(new Set(['count-limit']));
    await journal.close();
    const again = await opened(place.mount());
    expect(again.status()).toMatchObject({ state: 'open', visits: MAX_COUNT, damage: [] });
    await expect(again.append('f')).rejects.toMatchObject({ code: 'count-limit' });
    expect(await readVolume(place.mount())).toMatchObject({ visits: MAX_COUNT });
    expect((await readVisits(place.mount(), { limit: 9 })).items).toEqual(visits);
    await again.close();
    await expectSound(place, { acknowledged: visits, refused: ['c', 'd', 'e', 'f'] });
    await place.dispose();
  });
});
