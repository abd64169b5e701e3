import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

const bundle = fileURLToPath(new URL('../../../dist/apps/clock/main.mjs', import.meta.url));

/** One clock without a set around it, for what no healthy set shows. */
export class LonePod {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(env: Record<string, string>): Promise<LonePod> {
    const [port, admin] = [await freePort(), await freePort()];
    const settings = {
      HOST: '127.0.0.1',
      POD_NAME: 'clock-0',
      LOG_LEVEL: 'error',
      DRAIN_SECONDS: '0',
      ...env,
    };
    const child = spawn(process.execPath, [bundle], {
      env: { PATH: process.env.PATH, PORT: `${port}`, ADMIN_PORT: `${admin}`, ...settings },
      stdio: 'inherit',
    });
    const pod = new LonePod(`http://127.0.0.1:${port}`, child);
    while (!(await fetch(`${pod.url}/startupz`).catch(() => null))?.ok) {
      if (child.exitCode !== null) throw new Error(`the clock ended with ${child.exitCode}`);
      await pause(20);
    }
    return pod;
  }

  async end(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
