import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Compiled once, it makes chosen disk calls of one process fail; the rules are described in fault-shim.c. */
export class FaultShim {
  readonly #folder = mkdtempSync(join(tmpdir(), 'visits-shim-'));
  readonly #library = join(this.#folder, 'fault-shim.so');
  readonly #switch = join(this.#folder, 'on');

  constructor() {
    const source = join(import.meta.dirname, 'fault-shim.c');
    execFileSync('gcc', ['-O2', '-shared', '-fPIC', '-o', this.#library, source]);
  }

  /** The environment of a process whose calls fail by `rules` while the shim is on. */
  environment(rules: string): Record<string, string> {
    return { LD_PRELOAD: this.#library, FAULT_RULES: rules, FAULT_SWITCH: this.#switch };
  }

  on(): void {
    writeFileSync(this.#switch, '');
  }

  off(): void {
    rmSync(this.#switch, { force: true });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
