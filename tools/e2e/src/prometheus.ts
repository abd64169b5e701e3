import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type V1Pod } from '@kubernetes/client-node';
import { eventually, GaveUp } from '@visits/testing/eventually';
import { PrometheusApi } from '@visits/testing/prometheus-api';
import { rulesFile, shortenedRules } from '@visits/testing/shortened-rules';
import { workspaceRoot } from '@visits/testing/workspace';
import getPort from 'get-port';
import { parse } from 'yaml';
import { kubeState } from './kube-state';
import { type Namespace } from './namespace';

interface Watching {
  readonly rules: 'as shipped' | 'shortened';
  readonly everySeconds: number;
}

const shipped = parse(readFileSync(join(workspaceRoot, 'deploy/observability/prometheus.yaml'), 'utf8')) as {
  scrape_configs: [{ kubernetes_sd_configs: unknown; [key: string]: unknown }];
};

/**
 * A real Prometheus beside the cluster, with the scrape config that ships. Debian's has no discovery by the API: what
 * that finds in a namespace is read from the API here, under the same names, and relabelled and chosen by the config.
 */
export class Prometheus {
  private static readonly running = new Set<Prometheus>();
  private written = '';

  private constructor(
    readonly api: PrometheusApi,
    private readonly dir: string,
    private readonly child: ChildProcess,
    private readonly closeState: () => void,
    private readonly namespace: Namespace,
  ) {}

  static async start(namespace: Namespace, { rules, everySeconds }: Watching): Promise<Prometheus> {
    const dir = mkdtempSync(join(tmpdir(), 'visits-e2e-prometheus-'));
    const rulesPath = join(dir, 'rules.yaml');
    writeFileSync(rulesPath, rules === 'shortened' ? shortenedRules() : readFileSync(rulesFile));
    const { target, close } = await kubeState(namespace);
    const interval = `${everySeconds}s`;
    const { kubernetes_sd_configs: _, ...scrape } = shipped.scrape_configs[0];
    const config = {
      global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
      rule_files: [rulesPath],
      scrape_configs: [
        { ...scrape, file_sd_configs: [{ files: [join(dir, 'targets.json')] }] },
        { job_name: 'kube-state', honor_labels: true, static_configs: [{ targets: [target] }] },
      ],
    };
    writeFileSync(join(dir, 'prometheus.yaml'), JSON.stringify(config));
    const address = `127.0.0.1:${await getPort()}`;
    const log = openSync(join(dir, 'log'), 'w');
    const args = [
      `--config.file=${join(dir, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=${address}`,
    ];
    const child = spawn('prometheus', args, { stdio: ['ignore', log, log] });
    closeSync(log);
    const api = new PrometheusApi(`http://${address}`);
    const prometheus = new Prometheus(api, dir, child, close, namespace);
    Prometheus.running.add(prometheus);
    await prometheus.answers();
    return prometheus;
  }

  /** To be called once in each file. */
  static endsWithFile(): void {
    afterAll(async () => {
      await Promise.all([...Prometheus.running].map((prometheus) => prometheus.stop()));
    });
  }

  private async answers(): Promise<void> {
    let ended: string | undefined;
    this.child.once('error', ({ message }) => (ended = message));
    this.child.once('exit', () => (ended = readFileSync(join(this.dir, 'log'), 'utf8').slice(-2000)));
    this.discover();
    const timer = setInterval(() => this.discover(), 250).unref();
    this.child.once('exit', () => clearInterval(timer));
    await eventually('Prometheus answers', 30_000, () => {
      if (ended !== undefined) throw new GaveUp(`prometheus ended: ${ended}`);
      return this.api.query('vector(1)');
    });
  }

  private async stop(): Promise<void> {
    Prometheus.running.delete(this);
    this.closeState();
    if (this.child.pid !== undefined && this.child.exitCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.dir, { recursive: true });
  }

  private discover(): void {
    const targets = JSON.stringify(this.namespace.pods.now.flatMap(targetsOf));
    if (targets === this.written) return;
    const file = join(this.dir, 'targets.json');
    writeFileSync(`${file}.new`, targets);
    renameSync(`${file}.new`, file);
    this.written = targets;
  }
}

/** As kubernetes_sd's role `pod` has it: a target for each port that a container names, the sidecar's included. */
function targetsOf({ metadata, spec, status }: V1Pod) {
  if (!status?.podIP) return [];
  const { podIP, phase = '' } = status;
  const labels = Object.entries(metadata?.labels ?? {}).map(([name, value]) => [
    `__meta_kubernetes_pod_label_${name.replace(/\W/g, '_')}`,
    value,
  ]);
  const ports = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(
    (container) => container.ports ?? [],
  );
  return ports.map(({ name = '', containerPort }) => ({
    targets: [`${podIP}:${containerPort}`],
    labels: {
      ...(Object.fromEntries(labels) as Record<string, string>),
      __meta_kubernetes_namespace: metadata!.namespace!,
      __meta_kubernetes_pod_name: metadata!.name!,
      __meta_kubernetes_pod_phase: phase,
      __meta_kubernetes_pod_container_port_name: name,
    },
  }));
}
