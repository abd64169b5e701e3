import { Journal, type JournalState } from '@visits/persistence';
import { SimulatedDisk } from '@visits/persistence/testing';
import { pino } from 'pino';
import { JournalLog } from './journal-log';

const timings = { lockRetryMs: 5, backoffMinMs: 5, backoffMaxMs: 10 };

function journalOn(disk: SimulatedDisk, pod: string) {
  const lines: Record<string, unknown>[] = [];
  const logger = pino(
    { base: null, timestamp: false },
    { write: (line) => void lines.push(JSON.parse(line)) },
  );
  const journal = new Journal({ volume: disk.mount(), holder: { pod, boot: pod, claim: '' }, timings });
  new JournalLog(journal, logger);
  const reached = (wanted: JournalState) =>
    new Promise<void>((resolve) => {
      const stop = journal.onState((state) => {
        if (state !== wanted) return;
        stop();
        resolve();
      });
    });
  return { journal, lines, reached };
}

it('tells once why the journal is not open, however often it tries, and that it is again', async () => {
  const disk = new SimulatedDisk();
  const { journal, lines, reached } = journalOn(disk, 'clock-0');
  journal.start();
  await reached('open');
  let failures = 0;
  const failedOften = new Promise<void>((resolve) => {
    disk.fault = ({ operation }) => {
      if (operation !== 'write') return undefined;
      failures += 1;
      if (failures > 5) resolve();
      return { kind: 'error', code: 'ENOSPC' };
    };
  });
  await expect(journal.append('one')).rejects.toMatchObject({ code: 'disk-full' });
  await failedOften;
  disk.fault = null;
  await reached('open');
  await journal.close();
  const failed = { level: 50, msg: 'journal failed', code: 'disk-full' };
  expect(lines).toMatchObject([
    { level: 30, msg: 'journal open', visits: 0 },
    { ...failed, detail: expect.any(String), action: expect.any(String) },
    { level: 30, msg: 'journal open', visits: 0 },
    { level: 30, msg: 'journal closing', visits: 0 },
    { level: 30, msg: 'journal closed', visits: 0 },
  ]);
});

it('names the pod that holds the volume', async () => {
  const disk = new SimulatedDisk();
  const first = journalOn(disk, 'clock-0');
  first.journal.start();
  await first.reached('open');
  const second = journalOn(disk, 'clock-1');
  second.journal.start();
  await second.reached('waiting');
  await first.journal.close();
  await second.reached('open');
  await second.journal.close();
  expect(second.lines).toMatchObject([
    { msg: 'journal waiting', code: 'locked', holder: { pod: 'clock-0', boot: 'clock-0' } },
    { msg: 'journal open' },
    { msg: 'journal closing' },
    { msg: 'journal closed' },
  ]);
});

it('tells once what an opening found: an unclean end, a count that is set aside, damage with its place', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.txt', 'visits: 14\n');
  disk.place('visits.log', '2023-01-01 GET /\n');
  disk.place('LOCK', '{"pod":"clock-0","boot":"b-1","pid":7,"since":"2026-11-21T13:45:04.123Z"}\n');
  const { journal, lines, reached } = journalOn(disk, 'clock-0');
  journal.start();
  await reached('open');
  disk.fault = ({ operation }) => (operation === 'datasync' ? { kind: 'error', code: 'EIO' } : undefined);
  await expect(journal.append('one')).rejects.toMatchObject({ code: 'io-error' });
  disk.fault = null;
  await reached('open');
  await journal.close();
  expect(lines.filter(({ level }) => level === 40)).toMatchObject([
    {
      msg: 'the last boot ended uncleanly',
      ended: { pod: 'clock-0', boot: 'b-1', since: '2026-11-21T13:45:04.123Z' },
    },
    {
      code: 'foreign-count',
      file: 'visits.txt.foreign',
      content: '"visits: 14\\x0a"',
      action: expect.stringMatching(/visits adopt DIR N/),
    },
    { code: 'damaged', file: 'visits.log', offset: 0, length: 17, detail: 'not written by the journal' },
  ]);
});

it('tells nothing of a boot that ended cleanly', async () => {
  const disk = new SimulatedDisk();
  for (const pod of ['boot-1', 'boot-2']) {
    const { journal, lines, reached } = journalOn(disk, pod);
    journal.start();
    await reached('open');
    await journal.close();
    expect(lines.map(({ msg }) => msg)).toEqual(['journal open', 'journal closing', 'journal closed']);
  }
  expect(String(disk.content('LOCK'))).toBe('');
});
