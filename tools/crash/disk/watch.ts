import { setTimeout as pause } from 'node:timers/promises';
import type { Pod } from '@visits/testing/pod';

/** Asks one path all the time and keeps each change of its status: what flaps shows here. No answer is 0, and the end. */
export class StatusWatch {
  readonly changes: number[] = [];
  readonly #running: Promise<void>;
  #stopping = false;

  constructor(pod: Pod, path: string) {
    this.#running = this.#watch(pod, path);
  }

  async stop(): Promise<number[]> {
    this.#stopping = true;
    await this.#running;
    return this.changes;
  }

  async #watch(pod: Pod, path: string): Promise<void> {
    while (!this.#stopping) {
      const response = await pod.get(path).catch(() => null);
      await response?.arrayBuffer();
      const status = response?.status ?? 0;
      if (status !== this.changes.at(-1)) this.changes.push(status);
      if (status === 0) return;
      await pause(10);
    }
  }
}
