import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '@visits/persistence';
import { createShell, loadSettings, type Shell, type ShellOptions } from '@visits/service';
import { pino } from 'pino';
import supertest from 'supertest';

export interface RunningService {
  readonly shell: Shell;
  readonly journal: Journal;
  readonly dataDir: string;
  readonly http: ReturnType<typeof supertest>;
  stop(): Promise<void>;
}

const running = new Set<() => Promise<void>>();
const directories = new Set<string>();

/** For tests: the real service on a real directory and port. Settles once its journal is in the state that the test needs. */
export async function runningService(
  service: Omit<ShellOptions, 'settings' | 'log'>,
  env: Record<string, string> = {},
  state: 'open' | 'waiting' = 'open',
): Promise<RunningService> {
  const dataDir = env.DATA_DIR ?? (await mkdtemp(join(tmpdir(), `${service.name}-`)));
  directories.add(dataDir);
  const settings = loadSettings({ POD_NAME: `${service.name}-1`, ...env, DATA_DIR: dataDir });
  const shell = await createShell({ ...service, settings, log: pino({ level: 'silent' }) });
  await shell.app.listen(env.PORT ? settings.port : 0, '127.0.0.1');
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
    // As a signal does: pods that stop together know it of each other from the first on.
    shell.drain.begin();
    await shell.app.close();
  };
  running.add(stop);
  return { shell, journal, dataDir, http: supertest(shell.app.getHttpServer()), stop };
}

export { documentedRoutes } from './documented-routes';

afterEach(async () => {
  for (const stop of running) await stop();
  for (const dir of directories) await rm(dir, { recursive: true, force: true });
});
