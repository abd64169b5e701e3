import 'reflect-metadata';
import { Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Journal } from './journal';
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
