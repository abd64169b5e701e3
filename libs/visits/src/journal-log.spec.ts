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
