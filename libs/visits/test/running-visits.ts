import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '@visits/persistence';
import { createShell, loadSettings, type Shell } from '@visits/service';
import { pino } from 'pino';
import supertest from 'supertest';
import { VisitsModule } from '../src';

const counting = { name: 'clock', module: () => VisitsModule } as const;

export interface RunningVisits {
  readonly shell: Shell;
  readonly journal: Journal;
  readonly dataDir: string;
  readonly http: ReturnType<typeof supertest>;
  stop(): Promise<void>;
}

const running = new Set<() => Promise<void>>();
const directories = new Set<string>();

/** What the apps share, without an app, on a real directory and port. Settles once its journal is in the state that the test needs. */
export async function runningVisits(
  env: Record<string, string> = {},
  state: 'open' | 'waiting' = 'open',
): Promise<RunningVisits> {
  const made = env.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'clock-')));
  directories.add(made);
  const settings = loadSettings({ POD_NAME: 'clock-1', ...env, DATA_DIR: made });
  const shell = await createShell({ ...counting, settings, logger: pino({ level: 'silent' }) });
  await shell.app.listen(0, '127.0.0.1');
  const journal = shell.app.get(Journal);
  await new Promise<void>((resolve) => {
    if (journal.status().state === state) return resolve();
    const stopListening = journal.onState((now) => {
      if (now !== state) return;
      stopListening();
      resolve();
    });
  });
  const stop = async () => {
    running.delete(stop);
    await shell.app.close();
  };
  running.add(stop);
  return { shell, journal, dataDir: made, http: supertest(shell.app.getHttpServer()), stop };
}

afterEach(async () => {
  for (const stop of running) await stop();
  for (const dir of directories) await rm(dir, { recursive: true, force: true });
});
