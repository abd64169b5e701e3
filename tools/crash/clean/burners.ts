import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Processes that take all the time that the machine has. */
export class Burners {
  readonly #processes: readonly ChildProcess[];

  constructor(perProcessor: number) {
    const count = availableParallelism() * perProcessor;
    this.#processes = Array.from({ length: count }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    );
  }

  end(): void {
    for (const burner of this.#processes) burner.kill('SIGKILL');
  }
}
