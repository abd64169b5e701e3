import type { Journal, Visit } from '../src/index';
import { SimulatedDisk, type Fault, type SimulatedVolume } from '../src/testing';
import {
  expectSound,
  journalOn,
  opened,
  PLACES,
  reached,
  Sickness,
  simulatedPlace,
  SWIFT,
  type Place,
} from './harness';

interface Kept {
  readonly replica: string;
  readonly base: number;
}

async function kept(place: Place): Promise<Kept> {
  return JSON.parse((await place.text('replica.json')) ?? 'null') as Kept;
}

describe.each(PLACES)('on %s', (_, makePlace) => {
  test('a volume whose id was rotated has another id, based on its count, and counts on; so it stays', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount());
    const visits = [await journal.append('one'), await journal.append('two')];
    const before = journal.status().identity;
    const rotated = await journal.rotateReplica();
    expect(rotated).toMatchObject({ format: 1, base: 2, pod: 'clock-0' });
    expect(rotated.replica).not.toBe(before?.replica);
    expect(journal.status()).toMatchObject({ visits: 2, replica: rotated.replica, identity: rotated });
    expect(await kept(place)).toEqual(rotated);
    visits.push(await journal.append('three'));
    await journal.close();
    const again = await opened(place.mount());
    expect(again.status()).toMatchObject({ visits: 3, identity: rotated });
    await again.close();
    expect(await place.names()).not.toContain('replica.json.new');
    await expectSound(place, { acknowledged: visits });
    await place.dispose();
  });

  test('visits that are answered before have the old id, those after it the new one; the base lies between', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount());
    const old = journal.status().replica;
    const receipts: { visit: Visit; replica: string | null }[] = [];
    const count = async (text: string): Promise<void> => {
      const visit = await journal.append(text);
      receipts.push({ visit, replica: journal.status().replica });
    };
    const all = ['a', 'b', 'c'].map(count);
    const rotated = journal.rotateReplica();
    all.push(...['d', 'e', 'f'].map(count));
    const { replica, base } = await rotated;
    all.push(...['g', 'h', 'i'].map(count));
    await Promise.all(all);
    expect(base).toBeLessThan(9);
    expect(receipts.map(({ replica: id, visit }) => [id, visit.n])).toEqual(
      receipts.map(({ visit }) => [visit.n <= base ? old : replica, visit.n]),
    );
    await journal.close();
    await expectSound(place, { acknowledged: receipts.map(({ visit }) => visit) });
    await place.dispose();
  });

  test('all who ask at once get one id', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount());
    const [one, two] = await Promise.all([journal.rotateReplica(), journal.rotateReplica()]);
    expect(one).toBe(two);
    await journal.close();
    await place.dispose();
  });

  test('it is refused with the reason in each state but open, and the id stays', async () => {
    const place = await makePlace();
    const journal = journalOn(place.mount());
    await expect(journal.rotateReplica()).rejects.toMatchObject({ code: 'opening' });
    journal.start();
    await expect(journal.rotateReplica()).rejects.toMatchObject({ code: 'opening' });
    await reached(journal, 'open');
    const second = journalOn(place.mount());
    second.start();
    await reached(second, 'waiting');
    await expect(second.rotateReplica()).rejects.toMatchObject({ code: 'locked' });
    await second.close();
    const before = await kept(place);
    const closed = journal.close();
    await expect(journal.rotateReplica()).rejects.toMatchObject({ code: 'closing' });
    await closed;
    await expect(journal.rotateReplica()).rejects.toMatchObject({ code: 'closed' });
    expect(await kept(place)).toEqual(before);
    await place.dispose();
  });

  test('asked before the close, it is done before the close', async () => {
    const place = await makePlace();
    const journal = await opened(place.mount());
    const accepted = journal.append('one');
    const rotated = journal.rotateReplica();
    await journal.close();
    expect(await kept(place)).toEqual(await rotated);
    await expectSound(place, { acknowledged: [await accepted] });
    await place.dispose();
  });
});

/** Everything a rotation of the id asks of the disk, and a bit of what comes after it. */
const calls = Array.from({ length: 16 }, (_, i) => i + 1);

interface Struck {
  readonly disk: SimulatedDisk;
  readonly volume: SimulatedVolume;
  readonly journal: Journal;
  readonly place: Place;
  readonly acknowledged: Visit[];
  readonly old: string | null;
  /** The number of the call that meets the fault. */
  readonly at: number;
  readonly outcome: Promise<string>;
  heal(): void;
}

/** A rotation of the id of a volume with two visits, whose n-th call meets the fault. */
async function struck(n: number, fault: Fault): Promise<Struck> {
  const disk = new SimulatedDisk(n);
  const place = await simulatedPlace(disk);
  const volume = disk.mount();
  const journal = await opened(volume, { timings: { ...SWIFT, checkMs: 2 ** 30 } });
  const acknowledged = [await journal.append('one'), await journal.append('two')];
  const at = disk.calls + n;
  disk.fault = (call) => (call.n === at ? fault : undefined);
  const outcome = journal.rotateReplica().then(
    ({ replica }) => replica,
    ({ code }: { code: string }) => code,
  );
  const old = journal.status().replica;
  return { disk, volume, place, journal, acknowledged, old, at, outcome, heal: () => (disk.fault = null) };
}

test.each(calls)('a power cut at its call %i leaves the old id or the new one, and the count', async (n) => {
  const { disk, volume, place, acknowledged, old, outcome, heal } = await struck(n, { kind: 'power-cut' });
  const rotated = await Promise.race([outcome, volume.death.then(() => null)]);
  disk.powerCut();
  heal();
  const journal = await opened(place.mount());
  const { replica, base } = await kept(place);
  expect(journal.status()).toMatchObject({ visits: 2, replica });
  expect(base).toBe(replica === old ? 0 : 2);
  if (rotated !== null) expect(replica).toBe(rotated);
  acknowledged.push(await journal.append('three'));
  await journal.close();
  await expectSound(place, { acknowledged });
});

test.each(calls)(
  'an error at its call %i is reported, and the id that is reported later survives a power cut',
  async (n) => {
    const { disk, place, journal, acknowledged, at, outcome, heal } = await struck(n, {
      kind: 'error',
      code: 'EIO',
    });
    const rotated = await outcome;
    expect(rotated === 'io-error').toBe(disk.calls >= at);
    heal();
    await reached(journal, 'open');
    const { replica } = journal.status();
    if (rotated !== 'io-error') expect(replica).toBe(rotated);
    acknowledged.push(await journal.append('three'));
    disk.powerCut();
    const again = await opened(place.mount());
    expect(again.status()).toMatchObject({ visits: 3, replica });
    await again.close();
    await expectSound(place, { acknowledged });
  },
);

test('on a disk that does not answer it is refused as stalled, and the id is what the volume says', async () => {
  const disk = new SimulatedDisk();
  const place = await simulatedPlace(disk);
  const journal = await opened(place.mount(), { timings: { ...SWIFT, stallMs: 100 } });
  const acknowledged = [await journal.append('one')];
  let answer: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (answer = resolve));
  const sick = new Sickness(disk, ['rename'], { kind: 'hang', until }, 'replica.json.new');
  sick.on = true;
  const rotation = journal.rotateReplica();
  const waiting = journal.append('two');
  await expect(rotation).rejects.toMatchObject({ code: 'stalled' });
  await expect(waiting).rejects.toMatchObject({ code: 'stalled' });
  await expect(journal.rotateReplica()).rejects.toMatchObject({ code: 'stalled' });
  sick.on = false;
  answer();
  await reached(journal, 'open');
  expect(journal.status().identity).toEqual(await kept(place));
  expect(journal.status().identity).toMatchObject({ base: 1 });
  await journal.close();
  await expectSound(place, { acknowledged, refused: ['two'] });
});

test('it waits for no visit: nothing else than the pause between two commits refuses one', async () => {
  const place = await simulatedPlace();
  const journal = await opened(place.mount());
  const visits = Array.from({ length: 5 }, (_, n) => journal.append(`before ${n}`));
  const rotated = journal.rotateReplica();
  visits.push(...Array.from({ length: 5 }, (_, n) => journal.append(`after ${n}`)));
  await Promise.all([rotated, ...visits]);
  await journal.close();
  await expectSound(place, { acknowledged: await Promise.all(visits) });
});
