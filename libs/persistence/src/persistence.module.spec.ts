import 'reflect-metadata';
import { Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Journal } from './journal/journal';
import { JournalModule } from './persistence.module';
import { findProblems, SimulatedDisk } from './testing';

test('the module opens the journal at the start and closes it after everything else', async () => {
  const disk = new SimulatedDisk();
  const seen: string[] = [];

  @Injectable()
  class Visitor implements OnModuleDestroy {
    constructor(private readonly journal: Journal) {}

    async onModuleDestroy(): Promise<void> {
      seen.push(this.journal.status().state);
      seen.push(`${(await this.journal.append('in the last moment')).n}`);
    }
  }

  @Module({ providers: [Visitor] })
  class App {}

  const options = { holder: { pod: 'p-0', boot: 'b', claim: '' } };
  const built = await Test.createTestingModule({
    imports: [JournalModule.forRootAsync({ useFactory: () => ({ ...options, volume: disk.mount() }) }), App],
  }).compile();
  const journal = built.get(Journal);
  const open = new Promise<void>((resolve) =>
    journal.onState((state) => void (state === 'open' && resolve())),
  );
  await built.init();
  await open;
  const visit = await journal.append('first');
  await built.close();
  expect(seen).toEqual(['open', '2']);
  expect(journal.status().state).toBe('closed');
  const ledger = { acknowledged: [visit], unknown: ['in the last moment'] };
  expect(await findProblems(disk.mount(), ledger)).toEqual([]);
});

test('an app whose journal cannot be closed in time does not end as if all were well', async () => {
  const disk = new SimulatedDisk();
  const options = {
    holder: { pod: 'p-0', boot: 'b', claim: '' },
    volume: disk.mount(),
    timings: { closeDeadlineMs: 5 },
  };
  const built = await Test.createTestingModule({
    imports: [JournalModule.forRootAsync({ useFactory: () => options })],
  }).compile();
  built.useLogger(false);
  const journal = built.get(Journal);
  const open = new Promise<void>((resolve) =>
    journal.onState((state) => void (state === 'open' && resolve())),
  );
  await built.init();
  await open;
  let answer: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (answer = resolve));
  disk.fault = ({ operation }) => (operation === 'datasync' ? { kind: 'hang', until } : undefined);
  const visit = journal.append('on its way').catch((error: { code: string }) => error.code);
  const exitCode = process.exitCode;
  try {
    await built.close(); // Nest keeps the error to itself
    expect(process.exitCode).toBe(1);
    expect(await visit).toBe('outcome-unknown');
  } finally {
    process.exitCode = exitCode;
    answer();
  }
});
