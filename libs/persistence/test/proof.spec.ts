import { eventually } from '@visits/testing/eventually';
import { checkVolume, readVolume } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { expectSound, journalOn, opened, PLACES, reached, Sickness, simulatedPlace } from './harness';
import { Failure } from './one-failing-call';
import { cut, flip, makeSpecimen } from './specimen';

const replica = (base: number): string => JSON.stringify({ format: 1, replica: 'r-1', base, createdAt: '' });

describe.each(PLACES)('on %s', (_, makePlace) => {
  test('a log and a view that are lost: the base of replica.json proves its count', async () => {
    const place = await makePlace();
    await place.put('replica.json', replica(50));
    expect(await readVolume(place.mount())).toMatchObject({ visits: 50 });
    expect(await checkVolume(place.mount())).toMatchObject({ visits: 50 });
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ visits: 50, damage: [{ file: 'replica.json' }] });
    expect((await journal.append('next')).n).toBe(51);
    await journal.close();
    expect(await readVolume(place.mount())).toMatchObject({ visits: 51 });
    await place.dispose();
  });

  test('a log whose only commit rotted, and nothing else: its lines still count, and belong to the lost id', async () => {
    const place = await makePlace();
    const { files, log } = await makeSpecimen();
    const first = cut(files['visits.log'] as Buffer, log[1]?.end ?? 0);
    const rotten = flip(flip(first, first.length - 3, 0), (log[0]?.end ?? 0) - 3, 0);
    await place.put('visits.log', rotten.toString('latin1'));
    expect(await checkVolume(place.mount())).toMatchObject({ visits: 4 });
    expect(await readVolume(place.mount())).toMatchObject({ visits: 4 });
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ visits: 4, tornBytes: 0, identity: { base: 4 } });
    await journal.close();
    await place.dispose();
  });

  test('an integer without a log and without an id is adopted, whoever wrote it', async () => {
    const place = await makePlace();
    await place.put('visits.txt', '92');
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ visits: 92, damage: [], identity: { base: 0 } });
    await journal.close();
    await place.dispose();
  });
});

test('a view that failed once is made good without another visit, and the reader with it', async () => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const journal = await opened(place.mount());
  const failure = new Failure({ operation: 'write', name: 'visits.txt', occurrence: 1 }, 'EIO', false);
  disk.fault = failure.fault;
  const visit = await journal.append('one');
  expect(failure.struck).toBe(1);
  await eventually(
    'the reader sees it',
    5000,
    async () => (await readVolume(place.mount())).visits === visit.n,
  );
  expect(journal.status().state).toBe('open');
  await journal.close();
  await expectSound(place, { acknowledged: [visit] });
});

test('while the view stays sick a reader is one commit behind at most, and no further', async () => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const process = disk.mount();
  const journal = await opened(process);
  const before = await journal.append('before');
  const sick = new Sickness(disk, ['write'], { kind: 'error', code: 'EIO' }, 'visits.txt');
  sick.on = true;
  const last = await journal.append('the view misses it');
  await expect(journal.append('refused')).rejects.toMatchObject({ code: 'io-error' });
  await reached(journal, 'failed');
  expect((await readVolume(place.mount())).visits).toBe(before.n);
  disk.kill(process);
  expect((await readVolume(place.mount())).visits).toBe(last.n);
});

test('a torn tail’s name is durable before its bytes are cut', async () => {
  const { files, log } = await makeSpecimen();
  const torn = cut(files['visits.log'] as Buffer, (log.at(-1)?.end ?? 0) - 9);
  for (let seed = 1; seed <= 12; seed += 1) {
    const disk = new SimulatedDisk(seed);
    disk.place('visits.log', torn);
    disk.fault = ({ operation, name }) =>
      operation === 'datasync' && name === 'visits.log' ? { kind: 'power-cut' } : undefined;
    journalOn(disk.mount()).start();
    await eventually('the journal is at work', 5000, () => disk.calls > 20);
    disk.fault = null;
    const all = ['visits.log', 'visits.log.torn']
      .map((name) => disk.content(name)?.toString('latin1'))
      .join('');
    expect(all).toContain(torn.subarray(log.at(-1)?.start).toString('latin1'));
  }
});
