import { Journal, type JournalState } from '@visits/persistence';
import { SimulatedDisk } from '@visits/persistence/testing';
import { Registry } from 'prom-client';
import { journalMetrics } from './journal-metrics';
import { storeMetrics } from './store-metrics';

const timings = { lockRetryMs: 5, backoffMinMs: 5, backoffMaxMs: 10 };
const holder = { pod: 'clock-0', boot: 'b', claim: '' };

function journalOn(disk: SimulatedDisk) {
  const registry = new Registry();
  const journal = new Journal({ volume: disk.mount(), holder, timings, observer: storeMetrics(registry) });
  journalMetrics(registry, () => journal.status());
  const reached = (wanted: JournalState) =>
    new Promise<void>((resolve) => {
      if (journal.status().state === wanted) return resolve();
      const stop = journal.onState((state) => {
        if (state !== wanted) return;
        stop();
        resolve();
      });
    });
  /** The value of each series of one name, by its label. */
  const series = async (name: string): Promise<Record<string, number>> => {
    const found = (await registry.metrics()).matchAll(
      new RegExp(`^${name}(?:\\{\\w+="(.*)"\\})? (.+)$`, 'gm'),
    );
    return Object.fromEntries([...found].map(([, label = '', value]) => [label, Number(value)]));
  };
  return { journal, reached, series };
}

const only = (entered: JournalState) => ({
  ...{ opening: 0, waiting: 0, open: 0, stalled: 0, failed: 0, closing: 0, closed: 0 },
  [entered]: 1,
});

describe('the metrics of the journal', () => {
  it('tell its state as one of all states, and whether it takes visits', async () => {
    const { journal, reached, series } = journalOn(new SimulatedDisk());
    expect(await series('visits_store_state')).toEqual(only('opening'));
    expect(await series('visits_store_writable')).toEqual({ '': 0 });
    journal.start();
    await reached('open');
    expect(await series('visits_store_state')).toEqual(only('open'));
    expect(await series('visits_store_writable')).toEqual({ '': 1 });
    await journal.append('one');
    expect(await series('visits_store_append_visits_total')).toEqual({ '': 1 });
    expect(await series('visits_store_fsync_duration_seconds_count')).toEqual({ '': 1 });
    await journal.close();
    expect(await series('visits_store_state')).toEqual(only('closed'));
    expect(await series('visits_store_writable')).toEqual({ '': 0 });
  });

  it('count each failure once, by its reason, and no reason is made up', async () => {
    const disk = new SimulatedDisk();
    const { journal, reached, series } = journalOn(disk);
    const reasons = Object.keys(await series('visits_store_append_errors_total'));
    expect(reasons).toEqual(expect.arrayContaining(['disk-full', 'read-only', 'io-error', 'stalled']));
    journal.start();
    await reached('open');
    let failing = true;
    disk.fault = ({ operation, name }) =>
      failing && operation === 'write' && name === 'visits.log'
        ? { kind: 'error', code: 'ENOSPC' }
        : undefined;
    const refused = await Promise.allSettled([journal.append('one'), journal.append('two')]);
    failing = false;
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await series('visits_store_state')).toEqual(only('failed'));
    await reached('open');
    await journal.close();
    const errors = await series('visits_store_append_errors_total');
    expect(errors['disk-full']).toBe(1);
    expect(Object.keys(errors)).toEqual(reasons);
  });

  it('tell what an opening found: torn bytes that were moved, and damage', async () => {
    const disk = new SimulatedDisk();
    const first = journalOn(disk);
    first.journal.start();
    await first.reached('open');
    await first.journal.append('one');
    await first.journal.append('two');
    await first.journal.close();
    expect(await first.series('visits_store_torn_moved_bytes_total')).toEqual({ '': 0 });
    expect(await first.series('visits_store_damage_known')).toEqual({ '': 0 });
    const log = await disk.mount().open('visits.log', 'write');
    await log.write(Buffer.from('2026-11-21T13:45:10.000Z 3 half a li'), (await log.stat()).size);
    await log.sync();
    const second = journalOn(disk);
    second.journal.start();
    await second.reached('open');
    expect(await second.series('visits_store_torn_moved_bytes_total')).toEqual({ '': 36 });
    await second.journal.close();
    await log.write(Buffer.from('#'), 0);
    const third = journalOn(disk);
    third.journal.start();
    await third.reached('open');
    expect(await third.series('visits_store_damage_known')).toEqual({ '': 1 });
    await third.journal.close();
  });
});
