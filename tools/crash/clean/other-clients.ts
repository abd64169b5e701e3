import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@visits/testing/eventually';

const DEADLINE_MS = 120_000;
const PAUSE_MS = 50;

/** Somebody who visits a pod of both services by its own address while they are tested. */
export class OtherClients {
  counted = 0;
  readonly #running: Promise<void>;
  #ended = false;

  /** @param programs where the bundles of the run are: its pods are those that run them. */
  constructor(programs: string) {
    this.#running = this.#visit(programs);
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#running;
  }

  async #visit(programs: string): Promise<void> {
    const originOf = (app: string) =>
      eventually(`a ${app} runs`, DEADLINE_MS, () => this.#ended || originRunning(`${programs}/${app}/`));
    const [clock, calculator] = [await originOf('clock'), await originOf('calculator')];
    for (let n = 1; !this.#ended; n++) {
      const body = JSON.stringify({ expression: `${n} + ${n}` });
      const headers = { 'content-type': 'application/json' };
      await this.#ask(`${calculator}/calculations`, { method: 'POST', headers, body });
      await this.#ask(`${clock}/`);
      await pause(PAUSE_MS);
    }
  }

  async #ask(url: string, request: RequestInit = {}): Promise<void> {
    const headers = { ...request.headers, connection: 'close' };
    const answer = await fetch(url, { ...request, headers }).catch(() => null);
    if (answer?.headers.has('x-visit')) this.counted++;
    await answer?.arrayBuffer().catch(() => null);
  }
}

/** Of the first process that runs this program, by the port that it was given. */
function originRunning(program: string): string | null {
  for (const pid of readdirSync('/proc')) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(program)) continue;
      const [, port] = /(?:^|\0)PORT=(\d+)/.exec(readFileSync(`/proc/${pid}/environ`, 'latin1')) ?? [];
      if (port) return `http://127.0.0.1:${port}`;
    } catch {
      // It is no process, or has just ended.
    }
  }
  return null;
}
