import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleOf, type Program } from './bundle';
import { eventually, GaveUp } from './eventually';
import { freePort } from './free-port';

export interface PodOptions {
  program?: Program;
  dataDir: string;
  name?: string;
  /** Where its siblings look for it; by default any free one. */
  port?: number;
  env?: Record<string, string>;
  /** The uid and gid to run as; needs root. */
  user?: number;
  /** Another Node than this one, and a copy of the bundle that is started by it. */
  elsewhere?: { node: string; bundle: string };
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  tookMs: number;
}

const alive = new Set<ChildProcess>();
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** Ends whatever a failed test left behind. */
export async function killAll(): Promise<void> {
  await Promise.all(
    [...alive].map(async (child) => {
      const gone = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await gone;
    }),
  );
}

/** One real process of a bundle: same ports over its restarts, like a pod of a StatefulSet. */
export class Pod {
  private child: ChildProcess | undefined;
  private exited: Promise<Exit> | undefined;
  private ended = false;
  output = '';

  private constructor(
    private readonly options: PodOptions,
    readonly name: string,
    readonly port: number,
    readonly adminPort: number,
  ) {}

  static async of(options: PodOptions): Promise<Pod> {
    const port = options.port ?? (await freePort());
    const pod = new Pod(options, options.name ?? 'clock-0', port, await freePort());
    pod.start();
    return pod;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get running(): boolean {
    return this.child !== undefined && !this.ended;
  }

  start(): void {
    const { program = 'clock', dataDir, env, user, elsewhere } = this.options;
    const port = program === 'metrics-sidecar' ? { METRICS_PORT: `${this.port}` } : { PORT: `${this.port}` };
    const child = spawn(elsewhere?.node ?? process.execPath, [elsewhere?.bundle ?? bundleOf(program)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user === undefined ? {} : { uid: user, gid: user }),
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        POD_NAME: this.name,
        ADMIN_PORT: `${this.adminPort}`,
        DRAIN_SECONDS: '1',
        LOG_LEVEL: 'error',
        ...port,
        ...env,
      },
    });
    alive.add(child);
    this.child = child;
    this.ended = false;
    const startedMs = performance.now();
    this.exited = once(child, 'exit').then(([code, signal]) => {
      alive.delete(child);
      this.ended = true;
      return { code, signal, tookMs: performance.now() - startedMs } as Exit;
    });
    child.stdout?.on('data', (chunk) => (this.output = (this.output + chunk).slice(-64_000)));
    child.stderr?.on('data', (chunk) => (this.output = (this.output + chunk).slice(-64_000)));
  }

  /**
   * Resolves when `path` answers with `status`; fails at once when the process is gone. The deadline is for a machine
   * with other work: whoever promises a time says it.
   */
  answers(path: string, status = 200, deadlineMs = 30_000): Promise<Response> {
    return eventually(`${this.name} answers ${status} on ${path}`, deadlineMs, async () => {
      if (this.ended) throw new GaveUp(`${this.name} ended: ${this.output}`);
      const response = await this.get(path);
      if (response.status === status) return response;
      throw new Error(`${response.status} ${await response.text()}`);
    });
  }

  async ready(deadlineMs?: number): Promise<void> {
    await (await this.answers('/readyz', 200, deadlineMs)).arrayBuffer();
  }

  get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    return fetch(this.url + path, { method, headers: { connection: 'close', ...headers } });
  }

  /** Sends the signal and waits for the end; `tookMs` counts from the signal. */
  async end(signal: NodeJS.Signals): Promise<Exit> {
    const sentMs = performance.now();
    this.child?.kill(signal);
    const exit = await (this.exited as Promise<Exit>);
    return { ...exit, tookMs: performance.now() - sentMs };
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  exit(): Promise<Exit> {
    return this.exited as Promise<Exit>;
  }
}
