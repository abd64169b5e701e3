import { EventEmitter, once } from 'node:events';
import type { ChildSpec, Exit } from './child';
import { Container } from './container';
import { livenessProbe, readinessProbe, startupProbe, watch } from './probe';
import { nextState, type PodEvent, type PodState } from './pod-state';
import { lastWords } from './last-words';
import { isPaused } from './paused';
import { appendToLog } from '../set-log';
import type { PodPlan } from '../plan';

const APP_GRACE_MS = 30_000;
const SIDECAR_GRACE_MS = 5_000;
/** A probe that began while the process was paused ends a while after it goes on. */
const RESUMED_MS = 5_000;

/** What a pod tells about itself; `note` says in words why its state changed, where there is something to say. */
export interface PodNews {
  readonly pod: Pod;
  readonly state: PodState;
  readonly note?: string;
  /** Its process has ended. */
  readonly exit?: Exit;
}

/** An app and its sidecar, kept running and probed as a kubelet does. */
export class Pod {
  private current: PodState = 'pending';
  private lastExit: Exit | undefined;
  private probing: AbortController | undefined;
  private pausedAt = -Infinity;
  private readonly app: Container;
  private readonly sidecar: Container | undefined;
  private readonly changes = new EventEmitter();

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
    this.sidecar = plan.sidecar ? this.sidecarOf(plan.sidecar) : undefined;
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

  /** The app's process, unless it has ended. */
  get pid(): number | undefined {
    return this.app.pid;
  }

  /** The processes that run now: the app's, then the sidecar's. */
  get pids(): number[] {
    return [this.app.pid, this.sidecar?.pid].filter((pid) => pid !== undefined);
  }

  start(): void {
    this.sidecar?.start();
    this.app.start();
  }

  /** The app first, the sidecar after it: the last scrape still reads the last count. */
  async stop(): Promise<void> {
    this.probing?.abort();
    this.move('stop');
    await this.app.stop();
    await this.sidecar?.stop();
    this.move('gone', this.lastExit);
  }

  kill(): void {
    this.app.kill();
    this.sidecar?.kill();
  }

  /** Sends a signal to the app's process and gives its end; unless the pod stops, another process follows. */
  signal(signal: NodeJS.Signals): Promise<Exit> {
    return this.app.signal(signal);
  }

  /** Resolves when it is ready; rejects when it stops instead, and at the signal. */
  async ready(signal?: AbortSignal): Promise<void> {
    while (this.current !== 'ready') {
      if (this.current === 'stopping' || this.current === 'stopped')
        throw new Error(`${this.name} stops: it will not be ready.`);
      await once(this.changes, 'state', { signal });
    }
  }

  private sidecarOf(spec: ChildSpec): Container {
    return new Container(
      { ...spec, graceMs: SIDECAR_GRACE_MS },
      {
        onStart: () => this.tell({ pod: this, state: this.current }),
        onExit: (exit, delayMs) => {
          if (delayMs === null) return;
          this.say(`its metrics sidecar ${describe(exit, spec.logFile)}, ${restartWords(delayMs)}`);
        },
      },
    );
  }

  private onStart(): void {
    this.move('spawned');
    const probing = (this.probing = new AbortController());
    void this.probe(probing.signal);
  }

  private onExit(exit: Exit, delayMs: number | null): void {
    this.probing?.abort();
    this.lastExit = exit;
    if (delayMs === null) return;
    const { logFile } = this.plan.app;
    this.move('exited', exit, `${describe(exit, logFile)}, ${restartWords(delayMs)}`);
  }

  private async probe(signal: AbortSignal): Promise<void> {
    await this.startup(signal);
    if (signal.aborted) return;
    void watch(this.plan.origin, livenessProbe, signal, (verdict) => {
      if (verdict === 'failed') this.unlive('does not answer /livez');
    });
    void watch(this.plan.origin, readinessProbe, signal, (verdict, reason) => {
      // It is asked more often: of a pause that ends soon the other one hears too late.
      if (verdict === 'failed') this.lookForPause();
      const news = verdict === 'failed' && nextState(this.current, verdict) !== this.current;
      this.move(verdict, undefined, news ? `unready: ${reason ?? this.silence()}` : undefined);
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

  private silence(): string {
    return isPaused(this.app.pid) ? 'its process is paused' : 'it does not answer /readyz';
  }

  /** Who paused a process on purpose wants to resume that one. */
  private unlive(why: string): void {
    this.lookForPause();
    if (performance.now() - this.pausedAt < RESUMED_MS) return;
    this.probing?.abort();
    this.move('unlive', undefined, `${why}, restarting`);
    void this.app.restart();
  }

  private lookForPause(): void {
    if (isPaused(this.app.pid)) this.pausedAt = performance.now();
  }

  private move(event: PodEvent, exit?: Exit, note?: string): void {
    const next = nextState(this.current, event);
    const changed = next !== this.current;
    this.current = next;
    if (note) this.log(note);
    if (changed || note) this.tell({ pod: this, state: next, note, exit });
    if (changed) this.changes.emit('state');
  }

  private say(note: string): void {
    this.log(note);
    this.tell({ pod: this, state: this.current, note });
  }

  /** Into the log of the process that cannot write of its own end. */
  private log(msg: string): void {
    appendToLog(this.plan.app.logFile, { level: 'warn', pod: this.name, msg });
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
