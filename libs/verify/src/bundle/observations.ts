import { closeSync, openSync, writeSync } from 'node:fs';
import { formatObservation, type Observation } from '@visits/proof';
import type { RunClock } from '../run-clock';

type WithoutMs<O> = O extends Observation ? Omit<O, 'ms'> & { ms?: number } : never;
/** An observation of this moment, unless it has a time of its own. */
export type Seen = WithoutMs<Observation>;

/** observations.ndjson as it grows. */
export class Observations {
  readonly #fd: number;
  #open = true;

  constructor(
    path: string,
    private readonly clock: RunClock,
  ) {
    this.#fd = openSync(path, 'wx');
  }

  see(seen: Seen): void {
    if (!this.#open) return;
    writeSync(this.#fd, formatObservation({ ...seen, ms: seen.ms ?? this.clock.ms } as Observation));
  }

  close(): void {
    this.#open = false;
    closeSync(this.#fd);
  }
}
