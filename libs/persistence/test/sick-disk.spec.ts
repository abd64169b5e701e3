import { stat } from 'node:fs/promises';
import type { JournalError } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { expectSound, journalOn, opened, reached, Sickness, simulatedPlace, SWIFT } from './harness';

const codeOf = (error: JournalError): string => error.code;

describe('on a sick disk', () => {
  test.each([
    ['EIO', undefined, 'io-error'],
    ['ENOSPC', undefined, 'disk-full'],
    ['UNKNOWN', -122, 'disk-full'],
    ['EROFS', undefined, 'read-only'],
    ['EACCES', undefined, 'permission-denied'],
    ['ESTALE', undefined, 'volume-changed'],
  ])(
    '%s while it syncs: refused with the reason, failed, and healed with the disk',
    async (code, errno, expected) => {
      const disk = new SimulatedDisk();
      const place = await simulatedPlace(disk);
      const sick = new Sickness(disk, ['datasync'], { kind: 'error', code, errno }, 'visits.log');
      const journal = await opened(place.mount());
      const before = await journal.append('before');
      sick.on = true;
      const refused = await Promise.all(['a', 'b'].map((text) => journal.append(text).catch(codeOf)));
      expect(refused).toEqual([expected, expected]);
      expect(journal.status()).toMatchObject({ state: 'failed', visits: 1, reason: { code: expected } });
      await expect(journal.append('c')).rejects.toMatchObject({ code: expected });
      sick.on = false;
      await reached(journal, 'open');
      const after = await journal.append('after');
      expect(after.n).toBe(2);
      await journal.close();
      await expectSound(place, { acknowledged: [before, after], refused: ['a', 'b', 'c'] });
    },
  );

  test('a cut that cannot be made durable: the outcome is unknown, and it is not reported as refused', async () => {
    const disk = new SimulatedDisk();
    const place = await simulatedPlace(disk);
    const sick = new Sickness(disk, ['datasync', 'sync', 'truncate', 'write'], {
      kind: 'error',
      code: 'EROFS',
    });
    const journal = await opened(place.mount());
    const syncs = new Sickness(disk, ['datasync', 'sync', 'truncate'], { kind: 'error', code: 'EROFS' });
    syncs.on = true;
    await expect(journal.append('maybe')).rejects.toMatchObject({ code: 'outcome-unknown' });
    await expect(journal.append('no')).rejects.toMatchObject({ code: 'read-only' });
    syncs.on = sick.on = false;
    await reached(journal, 'open');
    const after = await journal.append('after');
    expect(after.n).toBe(2); // the unknown one was found whole in the log: it counts
    await journal.close();
    await expectSound(place, { acknowledged: [after], refused: ['no'], unknown: ['maybe'] });
  });

  test('closed while failed, it ends closed', async () => {
    const disk = new SimulatedDisk();
    const place = await simulatedPlace(disk);
    const sick = new Sickness(disk, ['open', 'write', 'sync', 'datasync'], { kind: 'error', code: 'EROFS' });
    sick.on = true;
    const journal = journalOn(place.mount());
    journal.start();
    await reached(journal, 'failed');
    expect(journal.status()).toMatchObject({ startupEnded: true, reason: { code: 'read-only' } });
    await journal.close();
    expect(journal.status().state).toBe('closed');
  });

  test('a full disk: not open before a whole batch fits, and no flapping', async () => {
    const disk = new SimulatedDisk();
    const place = await simulatedPlace(disk);
    disk.capacityBytes = 30_000;
    const journal = journalOn(place.mount());
    const states: string[] = [];
    journal.onState((state) => states.push(state));
    journal.start();
    await reached(journal, 'failed');
    await expect(journal.append('x')).rejects.toMatchObject({ code: 'disk-full' });
    await new Promise((resolve) => setTimeout(resolve, 30)); // several attempts to re-open
    expect(states).toEqual(['failed']);
    expect(disk.names).not.toContain('visits.probe');
    disk.capacityBytes = 10_000_000;
    await reached(journal, 'open');
    const visit = await journal.append('y');
    await journal.close();
    await expectSound(place, { acknowledged: [visit], refused: ['x'] });
  });

  test('a call that hangs: stalled, unknown, and open again once it returned', async () => {
    const disk = new SimulatedDisk();
    const place = await simulatedPlace(disk);
    let release: () => void = () => undefined;
    const hang = new Promise<void>((resolve) => (release = resolve));
    const sick = new Sickness(disk, ['datasync'], { kind: 'hang', until: hang }, 'visits.log');
    const journal = await opened(place.mount(), { timings: { ...SWIFT, stallMs: 100 } });
    sick.on = true;
    const unknown = journal.append('hung').catch(codeOf);
    await reached(journal, 'stalled');
    expect(await unknown).toBe('outcome-unknown');
    await expect(journal.append('no')).rejects.toMatchObject({ code: 'stalled' });
    expect(journal.status().visits).toBe(0);
    sick.on = false;
    release();
    await reached(journal, 'open');
    const after = await journal.append('after');
    expect(after.n).toBe(2);
    await journal.close();
    await expectSound(place, { acknowledged: [after], refused: ['no'], unknown: ['hung'] });
  });

  test('a call that returned while the process stood still has not hung', async () => {
    const disk = new SimulatedDisk();
    const place = await simulatedPlace(disk);
    const journal = await opened(place.mount(), { timings: { ...SWIFT, stallMs: 100 } });
    const states: string[] = [];
    journal.onState((state) => states.push(state));
    disk.fault = ({ operation }) => {
      if (operation !== 'datasync') return undefined;
      disk.fault = null;
      queueMicrotask(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000));
      return { kind: 'hang', until: stat('.').then(() => undefined) };
    };
    const visit = await journal.append('one');
    expect(states).toEqual([]);
    await journal.close();
    await expectSound(place, { acknowledged: [visit] });
  });

  test('closed while a call hangs for good: the deadline ends it, and says why', async () => {
    const disk = new SimulatedDisk();
    const place = await simulatedPlace(disk);
    const sick = new Sickness(disk, ['datasync'], { kind: 'hang', until: new Promise(() => undefined) });
    const timings = { stallMs: 5, checkMs: 5, closeDeadlineMs: 50 };
    const journal = await opened(place.mount(), { timings });
    sick.on = true;
    const unknown = journal.append('hung').catch(codeOf);
    await reached(journal, 'stalled');
    await expect(journal.close()).rejects.toMatchObject({ code: 'stalled' });
    expect(await unknown).toBe('outcome-unknown');
    expect(journal.status().state).toBe('closing');
  });

  test('a view that cannot be written is reported, kept behind no commit, and made good', async () => {
    const disk = new SimulatedDisk();
    const place = await simulatedPlace(disk);
    let viewErrors = 0;
    const journal = await opened(place.mount(), {
      observer: { onViewError: () => (viewErrors += 1) },
      timings: { checkMs: 2 ** 30, backoffMinMs: 2, backoffMaxMs: 4 },
    });
    const sick = new Sickness(disk, ['write'], { kind: 'error', code: 'EIO' }, 'visits.txt');
    sick.on = true;
    const one = await journal.append('one');
    expect([one.n, viewErrors]).toEqual([1, 1]);
    expect(await place.text('visits.txt')).toBe('0\n');
    const log = await place.text('visits.log');
    await expect(journal.append('two')).rejects.toMatchObject({ code: 'io-error' });
    expect(await place.text('visits.log')).toBe(log);
    sick.on = false;
    await reached(journal, 'open');
    const three = await journal.append('three');
    expect(await place.text('visits.txt')).toBe('2\n');
    await journal.close();
    await expectSound(place, { acknowledged: [one, three], refused: ['two'] });
  });
});
