import { readVolume, type Visit, type Volume } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { expectSound, opened, reached, Sickness, simulatedPlace, SWIFT } from './harness';

const seeds = Array.from({ length: 8 }, (_, i) => i + 1);

test.each(seeds)('an adopted count survives a power cut right after the opening (seed %i)', async (seed) => {
  const disk = new SimulatedDisk(seed);
  const other = disk.mount();
  const file = await other.open('visits.txt', 'create');
  await file.write(Buffer.from('92'), 0);
  await opened(disk.mount());
  disk.powerCut();
  const journal = await opened(disk.mount());
  expect(journal.status().visits).toBe(92);
  await journal.close();
});

test.each(seeds)(
  'what only the page cache holds after a failed sync is made durable (seed %i)',
  async (seed) => {
    const disk = new SimulatedDisk(seed);
    const place = await simulatedPlace(disk);
    const journal = await opened(place.mount());
    // Each commit fills sectors of its own, so that no later sync carries it along.
    const text = (name: string): string => name.padEnd(512, '.');
    const acknowledged: Visit[] = [];
    for (const name of ['a', 'b']) acknowledged.push(await journal.append(text(name)));
    const sick = new Sickness(disk, ['datasync', 'truncate'], { kind: 'error', code: 'EIO' }, 'visits.log');
    sick.on = true;
    const unknown = ['c', 'd', 'e'].map(text);
    const answers = unknown.map((name) =>
      expect(journal.append(name)).rejects.toMatchObject({ code: 'outcome-unknown' }),
    );
    await Promise.all(answers);
    sick.on = false;
    await reached(journal, 'open');
    for (const name of ['f', 'g']) acknowledged.push(await journal.append(text(name)));
    disk.powerCut();
    const again = await opened(place.mount());
    await again.close();
    await expectSound(place, { acknowledged, unknown });
  },
);

test.each(seeds)(
  'a refused visit stays refused through a power cut right after the answer (seed %i)',
  async (seed) => {
    const disk = new SimulatedDisk(seed);
    const place = await simulatedPlace(disk);
    const journal = await opened(place.mount());
    const acknowledged = [await journal.append('a')];
    // A sync that fails may have made the commit durable all the same: it has to go again.
    const sick = new Sickness(disk, ['datasync'], { kind: 'error', code: 'EIO' }, 'visits.log');
    sick.on = true;
    await expect(journal.append('b')).rejects.toMatchObject({ code: 'io-error' });
    sick.on = false;
    disk.powerCut();
    await (await opened(place.mount())).close();
    await expectSound(place, { acknowledged, refused: ['b'] });
  },
);

test('a commit that is durable and cannot be looked at any more is unknown, and counts', async () => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const journal = await opened(place.mount(), { timings: { ...SWIFT, checkMs: 2 ** 30 } });
  const acknowledged = [await journal.append('a')];
  const sick = new Sickness(disk, ['stat'], { kind: 'error', code: 'EIO' }, 'visits.log');
  sick.on = true;
  await expect(journal.append('b')).rejects.toMatchObject({ code: 'outcome-unknown' });
  await expect(journal.append('c')).rejects.toMatchObject({ code: 'io-error' });
  sick.on = false;
  disk.powerCut();
  const again = await opened(place.mount());
  expect(again.status().visits).toBe(2);
  await again.close();
  await expectSound(place, { acknowledged, refused: ['c'], unknown: ['b'] });
});

test.each(seeds)(
  'a log that was copied into the volume is durable once it is open (seed %i)',
  async (seed) => {
    const before = new SimulatedDisk();
    const first = await opened(before.mount());
    for (let n = 1; n <= 40; n += 1) await first.append(`visit ${n}`.padEnd(100, '.'));
    await first.close();
    const copied = before.content('visits.log') as Buffer;
    const disk = new SimulatedDisk(seed);
    await (await disk.mount().open('visits.log', 'create')).write(copied, 0);
    await opened(disk.mount());
    disk.powerCut();
    expect(disk.content('visits.log')?.equals(copied)).toBe(true);
  },
);

test('a reader that is overtaken between its looks does not count what is not acknowledged', async () => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const journal = await opened(place.mount());
  await journal.append('one');
  let release: () => void = () => undefined;
  const sick = new Sickness(disk, ['datasync'], {
    kind: 'hang',
    until: new Promise<void>((done) => (release = done)),
  });
  let inFlight: Promise<Visit> | undefined;
  const overtaken = before(disk.mount(), 'visits.log', async () => {
    await journal.append('two');
    sick.on = true;
    inFlight = journal.append('three');
    while (!disk.content('visits.log')?.includes('three')) await new Promise(setImmediate);
  });
  expect((await readVolume(overtaken)).visits).toBe(2);
  sick.on = false;
  release();
  expect((await inFlight)?.n).toBe(3);
  expect((await readVolume(place.mount())).visits).toBe(3);
  await journal.close();
});

test('a reader that finds a finished log beside an unwritten view believes the log only while nobody serves', async () => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const first = disk.mount();
  const journal = await opened(first);
  await journal.append('one');
  const sick = new Sickness(disk, ['datasync'], { kind: 'hang', until: new Promise(() => undefined) });
  sick.on = true;
  journal.append('two').catch(() => undefined);
  while (!disk.content('visits.log')?.includes('two')) await new Promise(setImmediate);
  expect((await readVolume(place.mount())).visits).toBe(1);
  disk.kill(first);
  sick.on = false;
  expect((await readVolume(place.mount())).visits).toBe(2);
  // The opener holds LOCK and has not written the view yet: the count must not go back.
  let seen: number[] = [];
  const slow = before(disk.mount(), 'visits.txt', async () => {
    seen = [...seen, (await readVolume(place.mount())).visits];
  });
  const second = await opened(slow);
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([2]));
  await second.close();
});

/** The same volume; the first opening of `name` happens only after `step`. */
function before(volume: Volume, name: string, step: () => Promise<void>): Volume {
  let done = false;
  const open: Volume['open'] = async (asked, mode) => {
    if (asked === name && !done) {
      done = true;
      await step();
    }
    return volume.open(asked, mode);
  };
  return new Proxy(volume, {
    get: (target, key) => {
      if (key === 'open') return open;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
