import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { LocalSetError } from '../errors';
import { logsOf, type LocalOptions, type PodPlan } from '../plan';
import { Child } from '../pod/child';
import { lastWords } from '../pod/last-words';
import { prometheusPort } from '../ports';
import { configOf, targetsOf } from './config';

const READY_MS = 30_000;
const GRACE_MS = 10_000;

export function assertInstalled(): void {
  if (!spawnSync('prometheus', ['--version']).error) return;
  throw new LocalSetError(
    'prometheus-missing',
    'There is no `prometheus` on the PATH.',
    'Install it (Debian: apt-get install prometheus), or go without --prometheus.',
  );
}

/** A Prometheus for the pods of one set, with its data below the set's directory. It ends with the set. */
export class Prometheus {
  readonly url: string;
  private readonly dir: string;
  private readonly logFile: string;
  private readonly port: number;
  private child: Child | undefined;
  private scraped = '';

  constructor(
    { dataDir, basePort }: Pick<LocalOptions, 'dataDir' | 'basePort'>,
    private readonly options: NonNullable<LocalOptions['prometheus']>,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.dir = join(dataDir, 'prometheus');
    this.logFile = join(logsOf(dataDir), 'prometheus.log');
    this.port = prometheusPort(basePort);
    this.url = `http://localhost:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when it answers; rejects with `prometheus-failed` when it ends instead, or takes half a minute. */
  async start(): Promise<void> {
    if (!existsSync(this.dir)) mkdirSync(this.dir);
    copyFileSync(this.options.rules, join(this.dir, 'rules.yaml'));
    writeFileSync(
      join(this.dir, 'prometheus.yml'),
      configOf('rules.yaml', 'targets.json', this.options.everySeconds),
    );
    this.scrape([]);
    const args = [
      `--config.file=${join(this.dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(this.dir, 'data')}`,
      '--storage.tsdb.retention.time=1d',
      `--web.listen-address=127.0.0.1:${this.port}`,
      '--log.level=warn',
    ];
    const child = new Child({ command: ['prometheus', ...args], env: this.env, logFile: this.logFile });
    this.child = child;
    const ended = child.exited.then(() => true);
    const endMs = performance.now() + READY_MS;
    while (!(await this.isReady())) {
      const hasEnded = await Promise.race([ended, delay(100, false)]);
      if (!hasEnded && performance.now() < endMs) continue;
      child.kill();
      throw new LocalSetError(
        'prometheus-failed',
        `Prometheus ${hasEnded ? 'ended' : 'is not ready'}: ${lastWords(this.logFile)}`,
        `Look at ${this.logFile}.`,
      );
    }
  }

  /** These pods from now on, and no other; it notices by itself. */
  scrape(pods: readonly PodPlan[]): void {
    const targets = targetsOf(pods);
    if (targets === this.scraped) return;
    const file = join(this.dir, 'targets.json');
    // Replaced whole: half a list would be none.
    try {
      writeFileSync(`${file}.new`, targets);
      renameSync(`${file}.new`, file);
      this.scraped = targets;
    } catch {
      // A full disk ends no set: the next news writes it.
    }
  }

  async stop(): Promise<void> {
    await this.child?.terminate(GRACE_MS);
  }

  kill(): void {
    this.child?.kill();
  }

  private async isReady(): Promise<boolean> {
    try {
      const { statusCode, body } = await request(`http://127.0.0.1:${this.port}/-/ready`);
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }
}
