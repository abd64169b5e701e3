import { Injectable } from '@nestjs/common';

/** Whether this process is on its way out. Readiness and every answer look at it. */
@Injectable()
export class Drain {
  readonly #began = new AbortController();

  /** True from the first SIGTERM or SIGINT on; never false again. */
  get draining(): boolean {
    return this.#began.signal.aborted;
  }

  /** Aborts once the drain begins: for answers without an end of their own. */
  get signal(): AbortSignal {
    return this.#began.signal;
  }

  begin(): void {
    this.#began.abort();
  }
}
