import { lookup } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';
import { createShell, type Shell, type ShellOptions } from './http/shell';
import { LogOutput } from './logging/log-output';
import { AdminServer } from './metrics/admin-server';
import { ConfigError } from './settings/config-error';
import { loadSettings, type Settings } from './settings/settings';
import { stopOnSignals } from './stopping/stop';

export interface ServiceOptions extends Omit<ShellOptions, 'settings' | 'log'> {
  /** Which setting names the port; the sidecar's is `metricsPort`. */
  readonly port?: 'port' | 'metricsPort';
  /** `read`: DATA_DIR is neither made nor checked. Default `write`. */
  readonly dataDir?: 'write' | 'read';
}

/** The whole life of a service: settings → listen → signals → drain → close → exit. Resolves once it listens. */
export async function startService(options: ServiceOptions): Promise<void> {
  const settings = settingsOrExit(options);
  const output = new LogOutput(1);
  const shell = await createShell({ ...options, settings, log: output }).catch((error: unknown) =>
    giveUp(startFailure(error)),
  );
  diesLoudly(shell);
  const stopper = stopOnSignals(shell, output);
  const port =
    options.port === 'metricsPort'
      ? await listen(shell, 'METRICS_PORT', settings.metricsPort)
      : await listen(shell, 'PORT', settings.port);
  if (options.admin ?? true) await listenAdmin(shell);
  if (stopper.stopping) return;
  const { version, revision } = shell.process;
  shell.logger.info({ version, revision, port, host: settings.host, dataDir: settings.dataDir }, 'listening');
}

function settingsOrExit(options: ServiceOptions): Settings {
  try {
    return loadSettings(process.env, options.dataDir ? { dataDir: options.dataDir } : {});
  } catch (error) {
    if (error instanceof ConfigError) return giveUp(error.report());
    throw error;
  }
}

async function listen(shell: Shell, setting: string, port: number): Promise<number> {
  const { host } = shell.settings;
  try {
    // One address: for `localhost` Fastify would open a second server, which nobody stops.
    await shell.app.listen(port, (await lookup(host)).address);
  } catch (error) {
    return giveUp(listenFailure(error, setting, port, host));
  }
  return (shell.app.getHttpServer().address() as AddressInfo).port;
}

async function listenAdmin({ app, settings }: Shell): Promise<void> {
  try {
    await app.get(AdminServer).listen(settings.adminPort);
  } catch (error) {
    giveUp(listenFailure(error, 'ADMIN_PORT', settings.adminPort, '127.0.0.1'));
  }
}

function listenFailure(error: unknown, setting: string, port: number, host: string): string {
  const code = String((error as { code?: unknown }).code);
  if (code === 'EADDRINUSE') {
    return `${setting}: port ${port} on ${host} is taken by another process; stop it or set ${setting} to a free port.`;
  }
  if (code === 'EACCES')
    return `${setting}: this user may not open port ${port}; set ${setting} to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `HOST: ${host} is no address of this machine; set HOST to 0.0.0.0.`;
  }
  return startFailure(error);
}

const startFailure = (error: unknown): string =>
  `The service could not start: ${error instanceof Error ? error.message : String(error)}`;

/** What nobody caught: one line in the log and exit 1; the kernel frees the lock, the kubelet starts anew. */
function diesLoudly({ logger }: Shell): void {
  const die = (err: unknown): never => {
    logger.fatal({ err }, 'uncaught error');
    process.exit(1);
  };
  process.on('uncaughtException', die).on('unhandledRejection', die);
}

/** The sentence is the last that is written: `kubectl describe` shows the end of the output of what failed. */
function giveUp(sentence: string): never {
  new LogOutput(2).write(`${sentence}\n`);
  process.exit(1);
}
