import type { Writable } from 'node:stream';
import type { RunEvents } from '@visits/verify';
import { createLogUpdate } from 'log-update';
import colors from 'picocolors';

const REFRESH_MS = 250;
const LASTING_MS = 1_500;

/** What a run says while it goes on: live on a terminal, in plain stamped lines elsewhere. */
export interface Progress extends RunEvents {
  note(text: string): void;
  end(): void;
}

export function progressOn(stream: NodeJS.WriteStream, plain: Writable = stream): Progress {
  return stream.isTTY ? new LiveProgress(stream) : new PlainProgress((line) => plain.write(`${line}\n`));
}

const stamp = (sinceMs: number) => `${((performance.now() - sinceMs) / 1000).toFixed(1).padStart(6)}s`;

/** For pipes, logs and CI: one line a step, none is ever drawn over. */
class PlainProgress implements Progress {
  readonly #sinceMs = performance.now();
  readonly #waits = new Map<string, number>();

  constructor(private readonly print: (line: string) => void) {}

  onStep(name: string, done: number, all: number): void {
    this.#waits.clear();
    this.note(`[${done}/${all}] ${name}`);
  }

  /** Once for each wait that lasts, not for each turn of it. */
  onWaiting(what: string, why: string): void {
    const sinceMs = this.#waits.get(what) ?? performance.now();
    const lasts = performance.now() - sinceMs >= LASTING_MS;
    this.#waits.set(what, lasts ? Infinity : sinceMs);
    if (lasts) this.note(`  waiting for ${what}: ${why}`);
  }

  onEnd(name: string, outcome: 'done' | 'stuck' | 'skipped', detail?: string): void {
    this.note(`${name} ${outcome}${detail ? `: ${detail}` : ''}`);
  }

  onNote(text: string): void {
    this.note(text);
  }

  note(text: string): void {
    this.print(`${stamp(this.#sinceMs)} ${text}`);
  }

  end(): void {}
}

/** One line that is drawn over itself, below those that stay. */
class LiveProgress implements Progress {
  readonly #sinceMs = performance.now();
  readonly #draw: ReturnType<typeof createLogUpdate>;
  readonly #timer: NodeJS.Timeout;
  #step = '';
  #wait = '';

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.#draw = createLogUpdate(stream);
    this.#timer = setInterval(() => this.#render(), REFRESH_MS);
  }

  onStep(name: string, done: number, all: number): void {
    this.#step = `[${done}/${all}] ${name}`;
    this.#wait = '';
    this.#render();
  }

  onWaiting(what: string, why: string): void {
    this.#wait = `${what}: ${why}`;
    this.#render();
  }

  onEnd(name: string, outcome: 'done' | 'stuck' | 'skipped', detail?: string): void {
    if (outcome === 'skipped') return;
    this.note(`${name} ${outcome}${detail ? `: ${detail}` : ''}`);
  }

  onNote(text: string): void {
    this.note(text);
  }

  note(text: string): void {
    this.#draw.clear();
    this.stream.write(`${colors.dim(`${stamp(this.#sinceMs)} ${text}`)}\n`);
    this.#render();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#draw.clear();
    this.#draw.done();
  }

  #render(): void {
    const wait = this.#wait && colors.dim(` · ${this.#wait}`);
    this.#draw(`${stamp(this.#sinceMs)} ${this.#step}${wait}`);
  }
}
