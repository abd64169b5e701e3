import { encodeCommit } from '../src/format/commit';
import { checkVolume } from '../src/fsck/check';
import { readVolume } from '../src/reading/reader';
import { SimulatedDisk } from '../src/testing';
import { opened } from './harness';

describe('found by crash runs', () => {
  test('a view whose new size survived a power cut without its new byte still tells the adopted count', async () => {
    const disk = new SimulatedDisk();
    disk.place('visits.txt', '1171\0');
    const journal = await opened(disk.mount());
    expect(journal.status().visits).toBe(1171);
    await journal.close();
  });

  test.each([1, 2, 3, 4])('a count that only the view holds survives a power cut (seed %i)', async (seed) => {
    const disk = new SimulatedDisk(seed);
    const journal = await opened(disk.mount());
    for (const text of ['one', 'two', 'three']) await journal.append(text);
    await journal.close();
    disk.remove('visits.log');
    await opened(disk.mount());
    disk.powerCut();
    const again = await opened(disk.mount());
    expect(again.status().visits).toBe(3);
    await again.close();
  });

  test('a reader that met the first commit half written reports no damage', async () => {
    const disk = new SimulatedDisk();
    const commit = encodeCommit(['2026-11-21T13:45:00.000Z 519 first']);
    disk.place('visits.txt', '518\n');
    disk.place('visits.log', commit.subarray(0, -3));
    disk.fault = ({ operation, name }) => {
      if (operation !== 'open' || name !== 'visits.txt') return undefined;
      disk.find('visits.log')?.write(commit, 0);
      disk.find('visits.txt')?.write(Buffer.from('519\n'), 0);
      disk.fault = null;
      return undefined;
    };
    expect(await readVolume(disk.mount())).toMatchObject({ visits: 519, damage: [] });
  });

  test('a reader that met a commit which was taken back does not count it, though nobody serves by then', async () => {
    const disk = new SimulatedDisk();
    const journal = await opened(disk.mount());
    await journal.append('one');
    await journal.close();
    const log = disk.find('visits.log')!;
    const { size } = log;
    log.write(encodeCommit(['2026-11-21T13:45:00.000Z 2 refused']), size);
    disk.fault = ({ operation, name }) => {
      if (operation === 'open' && name === 'LOCK') log.truncate(size);
      return undefined;
    };
    expect(await readVolume(disk.mount())).toMatchObject({ visits: 1, damage: [] });
  });

  test("a commit in somebody's bytes that lacks its LF alone is not made whole by the end of its line", async () => {
    const disk = new SimulatedDisk();
    const unanswered = encodeCommit(['2026-11-21T13:45:00.000Z 1 a', '2026-11-21T13:45:00.000Z 2 b']);
    disk.place('visits.log', Buffer.concat([Buffer.from('not ours\n'), unanswered.subarray(0, -1)]));
    const counts: number[] = [];
    for (let life = 0; life < 2; life += 1) {
      const journal = await opened(disk.mount());
      counts.push((await journal.append('a visit')).n);
      await journal.close();
    }
    const [first, second] = counts;
    expect(second).toBe(first! + 1);
    expect((await checkVolume(disk.mount())).commits).toBe(2);
  });
});
