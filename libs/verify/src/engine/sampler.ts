import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '@visits/proof';
import type { Observations } from '../bundle/observations';
import type { Load } from '../load/load';
import type { Target, TargetPod } from '../targets/target';
import type { PodWatch } from './pod-watch';

const PERIOD_MS = 500;
const TIMEOUT_MS = 1_000;

/** The last total that a pod gave. */
interface Sampled {
  readonly askedMs: number;
  readonly exact: boolean;
}

/** Asks each pod by its own address what it counts and what it knows of all; writes each answer down. */
export class Sampler {
  readonly #ending = new AbortController();
  readonly #totals = new Map<string, Sampled>();
  #running: Promise<void> | undefined;

  constructor(
    private readonly target: Target,
    private readonly load: Load,
    private readonly watch: PodWatch,
    private readonly observations: Observations,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  /** Every pod of the app has given an exact total that was asked for after `ms`. */
  exactSince(ms: number, app: App): boolean {
    return this.target.pods(app).every(({ name }) => {
      const sampled = this.#totals.get(name);
      return sampled !== undefined && sampled.exact && sampled.askedMs > ms;
    });
  }

  /** Asks one pod now; null where it does not answer. */
  async count(pod: TargetPod): Promise<number | null> {
    const { answer, sentMs, ms } = await this.#ask(pod, '/visits');
    const { visits, boot, replica } = answer ?? {};
    if (typeof visits !== 'number' || typeof boot !== 'string') return null;
    const id = typeof replica === 'string' ? replica : undefined;
    this.watch.onAnswer(pod, boot, id);
    const process = { app: pod.app, pod: pod.name, uid: pod.uid, boot, ...(id && { replica: id }) };
    this.observations.see({ kind: 'count', ...process, ms, sentMs, visits });
    return visits;
  }

  async #total(pod: TargetPod): Promise<void> {
    const { answer, sentMs, ms } = await this.#ask(pod, '/total');
    const { total, exact } = answer ?? {};
    if (typeof total !== 'number' || typeof exact !== 'boolean') return;
    this.#totals.set(pod.name, { askedMs: sentMs, exact });
    this.observations.see({ kind: 'total', ...this.watch.processOf(pod), ms, sentMs, total, exact });
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    for (let round = 0; !signal.aborted; round++) {
      const pods = this.target.apps.flatMap((app) => this.target.pods(app));
      await Promise.all(pods.map((pod) => this.count(pod)));
      if (round % 2 === 0) await Promise.all(pods.map((pod) => this.#total(pod)));
      await pause(PERIOD_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #ask(pod: TargetPod, path: string): Promise<Answer> {
    const headers = { accept: 'application/json', 'user-agent': 'visits-verify' };
    const question = {
      ...({ origin: pod.origin, method: 'GET', path, headers } as const),
      ...{ connectTimeoutMs: TIMEOUT_MS, timeoutMs: TIMEOUT_MS },
    };
    try {
      const { status, body, sentMs, ms } = await this.load.ask(question);
      return { answer: status === 200 ? objectIn(body) : null, sentMs, ms };
    } catch {
      // The load is lost: the run ends by that, and nothing was seen.
      return { answer: null, sentMs: 0, ms: 0 };
    }
  }
}

interface Answer {
  readonly answer: Record<string, unknown> | null;
  readonly sentMs: number;
  readonly ms: number;
}

function objectIn(body: string): Record<string, unknown> | null {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return null;
  }
}
