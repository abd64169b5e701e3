import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freeBasePort, LocalSet, preflight, type StatefulSet } from '@visits/local-set';
import { bundleOf } from '@visits/testing/bundle';
import { eventually } from '@visits/testing/eventually';
import { PrometheusApi } from '@visits/testing/prometheus-api';
import { shortenedRules } from '@visits/testing/shortened-rules';

/** What a volume of tmpfs holds: a small claim. */
const SMALL = '8m';

/** Three clocks, the first on a small volume, a calculator, visitors, and a Prometheus that looks each second. */
export class ObservedSet {
  private readonly visitors = new AbortController();
  private readonly mounts: string[] = [];

  private constructor(
    private readonly dir: string,
    private readonly local: LocalSet,
    readonly prometheus: PrometheusApi,
  ) {}

  static async start(): Promise<ObservedSet> {
    const dir = mkdtempSync(join(tmpdir(), 'visits-observe-'));
    const rules = join(dir, 'rules.yaml');
    writeFileSync(rules, shortenedRules());
    const replicas = { clock: 3, calculator: 1 };
    const options = {
      replicas,
      basePort: await freeBasePort(replicas),
      dataDir: join(dir, 'set'),
      builds: dirname(dirname(bundleOf('clock'))),
      drainSeconds: 1,
      prometheus: { rules, everySeconds: 1 },
    };
    await preflight(options);
    const local = new LocalSet(options, process.env, {
      onNews: () => undefined,
      onAllReady: () => undefined,
    });
    const set = new ObservedSet(dir, local, new PrometheusApi(local.prometheusUrl!));
    set.mount(set.volumeOf('clock-0'), `size=${SMALL}`);
    await local.start();
    await Promise.all(local.pods.map((pod) => pod.ready()));
    for (const { plan } of local.pods) void set.visit(plan.name, plan.origin);
    // A busy machine starts slower than these minutes pass.
    await eventually('nothing fires', 60_000, async () => (await set.prometheus.firing()).size === 0);
    return set;
  }

  get clocks(): StatefulSet {
    return this.local.setOf('clock');
  }
  get calculators(): StatefulSet {
    return this.local.setOf('calculator');
  }

  volumeOf(pod: string): string {
    return join(this.dir, 'set', pod);
  }

  /** Something else in the place of what is there. Its own mount namespace ends with the suite. */
  mount(path: string, flags: string): void {
    mkdirSync(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', flags, 'visits', path]);
    this.mounts.push(path);
  }

  unmount(path: string): void {
    execFileSync('umount', ['--lazy', path]);
    this.mounts.splice(this.mounts.lastIndexOf(path), 1);
  }

  async stop(): Promise<void> {
    this.visitors.abort();
    await this.local.stop();
    for (const path of [...this.mounts].reverse()) this.unmount(path);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Ten visits a second, whatever the answer is. */
  private async visit(pod: string, origin: string): Promise<void> {
    const calculates = pod.startsWith('calculator');
    while (!this.visitors.signal.aborted) {
      const request = calculates
        ? fetch(`${origin}/calculations`, {
            method: 'POST',
            body: '{"expression":"3 + 4"}',
            headers: { 'content-type': 'application/json' },
          })
        : fetch(origin);
      await request.then((answer) => answer.arrayBuffer()).catch(() => undefined);
      await pause(100);
    }
  }
}
