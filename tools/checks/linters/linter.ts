import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';

/** Kept outside of the repository, so that a fresh clone finds them: a folder a version. */
const cache =
  process.env.VISITS_LINTERS ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'visits-linters');

type Installer = 'go' | 'python3';

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** Found nothing: what every linter is expected to say. */
export const clean: Outcome = { status: 0, output: '' };

/** A program that no npm package brings, of one exact version; installed when it is first asked for. */
export class Linter {
  private constructor(
    private readonly installer: Installer,
    private readonly source: string,
    private readonly program: string,
    readonly version: string,
  ) {}

  static go(module: string, version: string): Linter {
    const program = module.replace(/\/v\d+$/, '').replace(/^.*\//, '');
    return new Linter('go', `${module}@v${version}`, program, version);
  }

  static python(distribution: string, version: string, program: string): Linter {
    return new Linter('python3', `${distribution}==${version}`, program, version);
  }

  /** `it`, or a skip that says why. In CI a skip is a failure. */
  get it(): jest.It {
    if (this.isInstalled() || spawnSync(this.installer, ['--help']).error === undefined) return it;
    console.log(`skipped: ${this.program} ${this.version} needs ${this.installer} to be installed.`);
    return it.skip;
  }

  /** Runs it at the root of the repository; what it writes to stdout and stderr is the output. */
  run(...args: string[]): Outcome {
    return this.runIn(workspaceRoot, ...args);
  }

  runIn(cwd: string, ...args: string[]): Outcome {
    this.install();
    const { status, stdout, stderr } = spawnSync(this.path, args, {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: this.folder, NO_COLOR: '1' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { status, output: stdout + stderr };
  }

  get path(): string {
    return join(this.folder, 'bin', this.program);
  }

  private get folder(): string {
    return join(cache, `${this.program}-${this.version}`);
  }

  private isInstalled(): boolean {
    return existsSync(this.path);
  }

  private install(): void {
    if (this.isInstalled()) return;
    const partial = `${this.folder}.${process.pid}`;
    mkdirSync(dirname(partial), { recursive: true });
    const [args, env] =
      this.installer === 'go'
        ? [['install', this.source], { GOBIN: join(partial, 'bin'), GOFLAGS: '' }]
        : [['-m', 'pip', 'install', '--quiet', '--no-cache-dir', '--target', partial, this.source], {}];
    const { status, stderr, error } = spawnSync(this.installer, args, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    if (status !== 0) {
      rmSync(partial, { recursive: true, force: true });
      throw new Error(`${this.source} could not be installed: ${error?.message ?? stderr}`);
    }
    try {
      renameSync(partial, this.folder);
    } catch (error) {
      if (!this.isInstalled()) throw error;
      // Another worker was first.
      rmSync(partial, { recursive: true });
    }
  }
}
