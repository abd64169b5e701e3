import { HealthIndicatorService } from '@nestjs/terminus';
import { Journal, type JournalState } from '@visits/persistence';
import { SimulatedDisk } from '@visits/persistence/testing';
import { Drain } from '@visits/service';
import { JournalHealth } from '../src/journal-health';

/** What health says of a volume with that visits.txt, once the journal is in that state. */
async function healthOf(disk: SimulatedDisk, content: string, wanted: JournalState) {
  disk.place('visits.txt', content);
  const journal = new Journal({ volume: disk.mount(), holder: { pod: 'clock-0', boot: 'b', claim: '' } });
  const reached = new Promise<void>((resolve) => {
    journal.onState((state) => void (state === wanted && resolve()));
  });
  journal.start();
  await reached;
  const health = new JournalHealth(new HealthIndicatorService(), journal, new Drain());
  const found = health.recordingInFull().journal;
  await journal.close();
  return found;
}

it('a count that could not be adopted degrades it, with the cure', async () => {
  const found = await healthOf(new SimulatedDisk(), 'visits: 14', 'open');
  expect(found).toMatchObject({
    status: 'degraded',
    code: 'foreign-count',
    detail: 'visits.txt held "visits: 14": it is kept as visits.txt.foreign, and not counted on from.',
    action: expect.stringContaining('visits adopt DIR N'),
    visits: 0,
    uncleanEnd: null,
  });
});

it('a volume at the largest count is degraded: it serves, and counts no more', async () => {
  const found = await healthOf(new SimulatedDisk(), '999999999999999', 'open');
  expect(found).toMatchObject({ status: 'degraded', code: 'count-limit', visits: 999_999_999_999_999 });
});

it('a visits.txt above the bound is refused, and nothing is changed', async () => {
  const disk = new SimulatedDisk();
  const found = await healthOf(disk, '1000000000000000', 'failed');
  expect(found).toMatchObject({
    status: 'down',
    code: 'count-limit',
    action: expect.stringContaining('visits.txt'),
  });
  expect(String(disk.content('visits.txt'))).toBe('1000000000000000');
  expect(disk.names).not.toContain('replica.json');
});
