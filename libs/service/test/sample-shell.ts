import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import pino from 'pino';
import { createShell, loadSettings, type Shell, type ShellOptions } from '../src/index';
import { SampleModule } from './sample';

export interface SampleShell extends Shell {
  readonly port: number;
  /** The log so far, one object a line. */
  readonly lines: Record<string, unknown>[];
}

/** The sample app on a free port, as production runs it; only the log goes to memory. */
export async function listeningSample(
  options: { inlineScripts?: readonly string[]; api?: ShellOptions['api'] | undefined } = {},
): Promise<SampleShell> {
  const lines: Record<string, unknown>[] = [];
  const shell = await createShell({
    name: 'clock',
    settings: loadSettings({ DATA_DIR: tmpdir(), POD_NAME: 'clock-0' }),
    module: () => SampleModule,
    renderProblem: ({ status, instance }) => `<h1>${status}</h1><i>${instance}</i>`,
    inlineScripts: options.inlineScripts ?? [],
    ...('api' in options ? {} : { api: { title: 'Sample' } }),
    log: pino({}, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
  });
  await shell.app.listen(0, '127.0.0.1');
  const { port } = shell.app.getHttpServer().address() as AddressInfo;
  return { ...shell, port, lines };
}
