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
});
