import { setTimeout as delay } from 'node:timers/promises';
import { crashesInARow, restartDelayMs } from './backoff';
import { Child, type ChildSpec, type Exit } from './child';

export interface ContainerHooks {
  onStart?(pid: number | undefined): void;
  /** `delayMs` until the next start, or null when there will be none. */
  onExit?(exit: Exit, delayMs: number | null): void;
}

/** A program that is always running: whenever its process ends, another one is started, until `stop`. */
export class Container {
  restarts = 0;
  private child: Child | undefined;
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly spec: ChildSpec & { graceMs: number },
    private readonly hooks: ContainerHooks = {},
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Ends the present process; the next one follows by itself. */
  async restart(): Promise<void> {
    await this.child?.terminate(this.spec.graceMs);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.child?.terminate(this.spec.graceMs);
    await this.running;
  }

  /** Sends it to the process that runs now; gives that process's end. */
  async signal(signal: NodeJS.Signals): Promise<Exit> {
    if (!this.child) throw new Error('No process runs now.');
    return this.child.signal(signal);
  }

  kill(): void {
    this.stopping.abort();
    this.child?.kill();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let crashes = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      this.child = new Child(this.spec);
      this.hooks.onStart?.(this.child.pid);
      const exit = await this.child.exited;
      this.child = undefined;
      crashes = crashesInARow(crashes, performance.now() - startedAt);
      const delayMs = signal.aborted ? null : restartDelayMs(crashes);
      this.hooks.onExit?.(exit, delayMs);
      if (delayMs === null) return;
      await delay(delayMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) this.restarts++;
    }
  }
}
