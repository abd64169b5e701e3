import { Container } from './container';
import type { Exit } from './child';
import { livenessProbe, readinessProbe, startupProbe, watch } from './probe';
import { nextState, type PodEvent, type PodState } from './pod-state';
import { lastWords } from './last-words';
import type { PodPlan } from './plan';

const APP_GRACE_MS = 30_000;
const SIDECAR_GRACE_MS = 5_000;

/** What a pod tells about itself; `note` says in words why its state changed, where there is something to say. */
export interface PodNews {
  readonly pod: Pod;
  readonly state: PodState;
  readonly note?: string;
}

/** An app and its sidecar, kept running and probed as a kubelet does. */
export class Pod {
  private current: PodState = 'pending';
  private probing: AbortController | undefined;
  private readonly app: Container;
  private readonly sidecar: Container;

  constructor(
    readonly plan: PodPlan,
    private readonly tell: (news: PodNews) => void,
  ) {
    this.app = new Container(
      { ...plan.app, graceMs: APP_GRACE_MS },
      {
        onStart: () => this.onStart(),
        onExit: (exit, delayMs) => this.onExit(exit, delayMs),
      },
    );
    this.sidecar = new Container(
      { ...plan.sidecar, graceMs: SIDECAR_GRACE_MS },
      {
        onStart: () => this.tell({ pod: this, state: this.current }),
        onExit: (exit, delayMs) => {
          if (delayMs === null) return;
          this.say(`its metrics sidecar ${describe(exit, plan.sidecar.logFile)}, ${restartWords(delayMs)}`);
        },
      },
    );
  }

  get name(): string {
    return this.plan.name;
  }

  get state(): PodState {
    return this.current;
  }

  get restarts(): number {
    return this.app.restarts;
  }

  /** The processes that run now: the app's, then the sidecar's. */
  get pids(): number[] {
    return [this.app.pid, this.sidecar.pid].filter((pid) => pid !== undefined);
  }

  start(): void {
    this.sidecar.start();
    this.app.start();
  }

  /** The app first, the sidecar after it: the last scrape still reads the last count. */
  async stop(): Promise<void> {
    this.probing?.abort();
    this.move('stop');
    await this.app.stop();
    await this.sidecar.stop();
    this.move('gone');
  }

  kill(): void {
    this.app.kill();
    this.sidecar.kill();
  }

  private onStart(): void {
    this.move('spawned');
    const probing = (this.probing = new AbortController());
    void this.probe(probing.signal);
  }

  private onExit(exit: Exit, delayMs: number | null): void {
    this.probing?.abort();
    if (delayMs === null) return;
    const { logFile } = this.plan.app;
    this.move('exited', `${describe(exit, logFile)}, ${restartWords(delayMs)} (log: ${logFile})`);
  }

  private async probe(signal: AbortSignal): Promise<void> {
    await this.startup(signal);
    if (signal.aborted) return;
    void watch(this.plan.origin, livenessProbe, signal, (verdict) => {
      if (verdict === 'failed') this.unlive('does not answer /livez');
    });
    void watch(this.plan.origin, readinessProbe, signal, (verdict, reason) => {
      const news = verdict === 'failed' && nextState(this.current, verdict) !== this.current;
      this.move(verdict, news ? `unready: ${reason ?? 'it does not answer /readyz'}` : undefined);
    });
  }

  /** Liveness and readiness are not asked before the startup probe has passed. */
  private async startup(signal: AbortSignal): Promise<void> {
    const passed = new AbortController();
    await watch(this.plan.origin, startupProbe, AbortSignal.any([signal, passed.signal]), (verdict) => {
      if (verdict === 'failed') this.unlive('did not pass /startupz');
      passed.abort();
    });
  }

  private unlive(why: string): void {
    this.probing?.abort();
    this.move('unlive', `${why}, restarting`);
    void this.app.restart();
  }

  private move(event: PodEvent, note?: string): void {
    const next = nextState(this.current, event);
    const changed = next !== this.current;
    this.current = next;
    if (changed || note) this.tell({ pod: this, state: next, note });
  }

  private say(note: string): void {
    this.tell({ pod: this, state: this.current, note });
  }
}

function describe({ code, signal, error }: Exit, logFile: string): string {
  if (error) return `could not be started (${error.message})`;
  if (signal) return `was ended by ${signal}`;
  const words = lastWords(logFile);
  return `exited with code ${code}${words ? ` saying "${words}"` : ''}`;
}

function restartWords(delayMs: number): string {
  return delayMs === 0 ? 'restarting' : `restarting in ${delayMs / 1000} s`;
}
