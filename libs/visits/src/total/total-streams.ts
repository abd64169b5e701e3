import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Cluster, type Total } from '@visits/cluster';
import { Drain, Problem } from '@visits/service';
import type { Readable } from 'node:stream';
import { visitsProblems } from '../errors';
import { PodIdentity } from '../pod-identity';
import { totalAnswer } from './total-answer';
import { TotalStream } from './total-stream';

export const MAX_STREAMS = 64;
/** A page that hears nothing for five seconds says that it is not live. */
const BEAT_MS = 2_000;

/** Everybody who watches the total. While there is somebody, the siblings are asked every second. */
@Injectable()
export class TotalStreams implements BeforeApplicationShutdown {
  readonly #streams = new Set<TotalStream>();
  #release: (() => void) | null = null;
  #events = 0;

  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(Drain) private readonly drain: Drain,
  ) {
    drain.signal.addEventListener('abort', () => this.#end());
  }

  /** Begins with the total as it is, so a client that comes back has missed nothing. Throws a Problem `too-many-streams`. */
  open(): Readable {
    if (this.#streams.size >= MAX_STREAMS) {
      throw new Problem({ ...visitsProblems['too-many-streams'], code: 'too-many-streams' });
    }
    const stream: TotalStream = new TotalStream(() => this.#left(stream));
    // A browser gives up on a refusal for good, but comes back after an end: by then to another pod.
    if (this.drain.draining) {
      stream.end();
      return stream.source;
    }
    this.#streams.add(stream);
    this.#release ??= this.#watch();
    const total = this.cluster.current();
    if (total) stream.show(this.#event(total));
    return stream.source;
  }

  /** A stream has no end of its own: it would keep the server from closing. */
  beforeApplicationShutdown(): void {
    this.#end();
  }

  #end(): void {
    for (const stream of this.#streams) stream.end();
  }

  #watch(): () => void {
    const unwatch = this.cluster.watch();
    const unlisten = this.cluster.onChange((total) => {
      const event = this.#event(total);
      for (const stream of this.#streams) stream.show(event);
    });
    const beat = setInterval(() => {
      for (const stream of this.#streams) stream.beat();
    }, BEAT_MS);
    return () => {
      clearInterval(beat);
      unlisten();
      unwatch();
    };
  }

  #left(stream: TotalStream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    this.#release?.();
    this.#release = null;
  }

  #event(total: Total): string {
    const id = `${this.identity.boot}-${++this.#events}`;
    return `event: total\nid: ${id}\ndata: ${JSON.stringify(totalAnswer(total, this.identity))}\n\n`;
  }
}
