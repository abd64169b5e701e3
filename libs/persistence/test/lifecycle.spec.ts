import { expectSound, journalOn, opened, PLACES, reached, simulatedPlace } from './harness';

describe.each(PLACES)('on %s', (_, makePlace) => {
  test('before its start a journal refuses, and closes at once', async () => {
    const place = await makePlace();
    const journal = journalOn(place.mount());
    await expect(journal.append('x')).rejects.toMatchObject({ code: 'opening' });
    expect(journal.status()).toMatchObject({
      state: 'opening',
      startupEnded: false,
      visits: 0,
      replica: null,
    });
    await journal.close();
    expect(journal.status()).toMatchObject({ state: 'closed', reason: { code: 'closed' } });
    await expectSound(place, { acknowledged: [] });
    await place.dispose();
  });

  test('closed while opening, it ends closed and leaves a sound volume', async () => {
    const place = await makePlace();
    const journal = journalOn(place.mount());
    journal.start();
    expect(journal.status().state).toBe('opening');
    await expect(journal.append('x')).rejects.toMatchObject({ code: 'opening' });
    await journal.close();
    expect(journal.status().state).toBe('closed');
    await expectSound(place, { acknowledged: [] });
    await place.dispose();
  });

  test('open, it counts; closing commits what was accepted and refuses what comes', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ state: 'open', reason: null, startupEnded: true, holder: null });
    const accepted = ['a', 'b', 'c'].map((text) => journal.append(text));
    const closed = journal.close();
    expect(journal.status()).toMatchObject({ state: 'closing', reason: { code: 'closing' } });
    await expect(journal.append('late')).rejects.toMatchObject({ code: 'closing' });
    await closed;
    await expect(journal.append('later')).rejects.toMatchObject({ code: 'closed' });
    const visits = await Promise.all(accepted);
    expect(visits.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(await place.text('visits.txt')).toBe('3\n');
    expect(journal.close()).toBe(journal.close());
    await expectSound(place, { acknowledged: visits, refused: ['late', 'later'] });
    await place.dispose();
  });

  test('a second process waits, names the holder, closes well, and takes over when the first is gone', async () => {
    const place = await makePlace();
    const first = await opened(place.mount());
    const one = await first.append('one');
    const holder = { pod: 'clock-0', boot: 'boot-b', claim: '' };
    const impatient = journalOn(place.mount(), { holder });
    const second = journalOn(place.mount(), { holder });
    impatient.start();
    second.start();
    await Promise.all([reached(impatient, 'waiting'), reached(second, 'waiting')]);
    await expect(second.append('x')).rejects.toMatchObject({ code: 'locked' });
    expect(second.status()).toMatchObject({
      startupEnded: true,
      holder: { pod: 'clock-0', boot: 'boot-a' },
      reason: { code: 'locked', message: expect.stringContaining('boot-a') as string },
    });
    await impatient.close();
    expect(impatient.status().state).toBe('closed');
    await first.close();
    await reached(second, 'open');
    const two = await second.append('two');
    expect(two.n).toBe(2);
    expect(await place.text('LOCK')).toContain('boot-b');
    await second.close();
    await expectSound(place, { acknowledged: [one, two], refused: ['x'] });
    await place.dispose();
  });

  test('a newer format is refused, and nothing is touched', async () => {
    const place = await makePlace();
    await place.put('replica.json', '{"format":2,"replica":"r"}');
    await place.put('visits.log', 'who knows');
    const journal = journalOn(place.mount());
    journal.start();
    await reached(journal, 'failed');
    await expect(journal.append('x')).rejects.toMatchObject({ code: 'format-unknown' });
    await journal.close();
    expect(await place.text('visits.log')).toBe('who knows');
    expect(await place.text('visits.txt')).toBeNull();
    await place.dispose();
  });
});

test('a full queue refuses at once, and what it took is counted', async () => {
  const place = await simulatedPlace();
  const journal = await opened(place.mount(), { maxQueuedVisits: 3 });
  const results = ['a', 'b', 'c', 'd'].map((text) => journal.append(text));
  await expect(results[3]).rejects.toMatchObject({ code: 'queue-full' });
  const visits = await Promise.all(results.slice(0, 3));
  await journal.close();
  await expectSound(place, { acknowledged: visits, refused: ['d'] });
});

test('a caller’s mistake is refused and harms nobody', async () => {
  const place = await simulatedPlace();
  const journal = await opened(place.mount());
  await expect(journal.append(42 as unknown as string)).rejects.toMatchObject({ code: 'text-invalid' });
  await expect(journal.append('x', new Date(Number.NaN))).rejects.toMatchObject({ code: 'text-invalid' });
  const visit = await journal.append('x', new Date(0));
  expect(visit).toEqual({ n: 1, at: '1970-01-01T00:00:00.000Z', text: 'x' });
  await journal.close();
  await expectSound(place, { acknowledged: [visit] });
});
