import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pace } from './pace';
import type { Doors } from './doors';
import type { Door, Visits } from './visits';

const AFTER_FAILURE_MS = 50;

/** Closed-loop clients: each has one request in flight, and asks again when it is answered. */
export class Clients {
  readonly #ending = new AbortController();
  readonly #running: Promise<unknown>;

  /** They share the pace, which ends with them; without one they ask as fast as they are answered. */
  constructor(
    name: string,
    targets: readonly Door[],
    doors: Doors,
    visits: Visits,
    private readonly pace?: Pace,
  ) {
    const { signal } = this.#ending;
    setMaxListeners(0, signal);
    const rest = () => pause(AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
    const run = async (client: string, target: Door) => {
      while (!signal.aborted) {
        // Who has nowhere to go takes no turn from the others.
        if (doors.now(target) !== null) await pace?.turn();
        if (signal.aborted) return;
        const door = doors.now(target);
        if (door === null || (await visits.visit(client, door)).kind !== 'acked') await rest();
      }
    };
    this.#running = Promise.all(targets.map((target, n) => run(`${name}${n}`, target)));
  }

  /** Resolves when what is in flight has ended. */
  async stop(): Promise<void> {
    this.#ending.abort();
    this.pace?.end();
    await this.#running;
  }
}
