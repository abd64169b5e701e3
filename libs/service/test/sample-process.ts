import { type ChildProcess, execFileSync, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = process.cwd().replace(/\/libs\/service$/, '');
const output = join(root, 'node_modules/.cache/visits-service-sample/main.mjs');

/**
 * As the apps are bundled, in a process of its own: the bundler's native code does not load inside Jest. Specs that run
 * side by side make it at once, and start it while another makes it: it is put there whole.
 */
export function bundleSample(): void {
  const script = `
    import { renameSync } from 'node:fs';
    import { rolldown } from 'rolldown';
    const optionalPeers = {
      name: 'optional-peers',
      resolveId: { order: 'post', async handler(id, importer, options) {
        if (!importer) return null;
        return (await this.resolve(id, importer, { ...options, skipSelf: true })) ?? { id, external: true };
      } },
    };
    const bundle = await rolldown({
      input: 'libs/service/test/fixture/main.ts', tsconfig: 'libs/service/tsconfig.json', platform: 'node',
      plugins: [optionalPeers],
    });
    const file = ${JSON.stringify(output)} + '.' + process.pid + '.mjs';
    await bundle.write({ file, format: 'esm', codeSplitting: false });
    renameSync(file, ${JSON.stringify(output)});`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: 'pipe',
    timeout: 60_000,
  });
}

/** The sample service as a real process; its volume goes when it ends. */
export class SampleProcess {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  out = '';
  err = '';

  constructor(env: Record<string, string> = {}, stdio: StdioOptions = 'pipe') {
    const dataDir = mkdtempSync(join(tmpdir(), 'service-'));
    this.child = spawn(process.execPath, [output], {
      stdio,
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: '0',
        ADMIN_PORT: '0',
        DATA_DIR: dataDir,
        DRAIN_SECONDS: '0',
        POD_NAME: 'clock-0',
        ...env,
      },
    });
    this.child.stdout?.on('data', (chunk) => (this.out += String(chunk)));
    this.child.stderr?.on('data', (chunk) => (this.err += String(chunk)));
    this.exit = once(this.child, 'close').then(([code]) => {
      rmSync(dataDir, { recursive: true });
      return code as number | null;
    });
  }

  get lines(): Record<string, unknown>[] {
    return this.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** The line of the log with this message, as soon as it is there. */
  async logged(message: string): Promise<Record<string, unknown>> {
    const deadline = AbortSignal.timeout(20_000);
    for (;;) {
      const whole = this.out.slice(0, this.out.lastIndexOf('\n') + 1);
      const found = whole
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .find((line) => line.msg === message);
      if (found) return found;
      await once(this.child.stdout!, 'data', { signal: deadline });
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
