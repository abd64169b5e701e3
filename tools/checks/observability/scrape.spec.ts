import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestsOf, overlays } from '@visits/testing/overlay';
import { rulesFile } from '@visits/testing/shortened-rules';
import { parse, stringify } from 'yaml';
import { read } from './names';
import { needsPromtool, promtool } from './promtool';

interface Relabeling {
  readonly source_labels: readonly string[];
  readonly target_label?: string;
  readonly regex?: string;
  readonly action?: 'keep' | 'drop';
}

const config = parse(read('deploy/observability/prometheus.yaml')) as {
  rule_files: string[];
  scrape_configs: {
    kubernetes_sd_configs?: object[];
    static_configs?: object[];
    relabel_configs: Relabeling[];
  }[];
};
const [scrape] = config.scrape_configs;

/** What Prometheus makes of a discovered target: its labels, or null where it drops it. */
function relabelled(discovered: Record<string, string>): Record<string, string> | null {
  const labels: Record<string, string> = {};
  for (const { source_labels, target_label, regex, action } of scrape!.relabel_configs) {
    const value = source_labels.map((label) => discovered[label] ?? '').join(';');
    const matches = new RegExp(`^(?:${regex ?? '.*'})$`).test(value);
    if (action && matches !== (action === 'keep')) return null;
    if (target_label) labels[target_label] = value;
  }
  return labels;
}

needsPromtool('promtool takes the scrape of a plain Prometheus; Debian has it without the discovery', () => {
  const dir = mkdtempSync(join(tmpdir(), 'visits-scrape-'));
  const { kubernetes_sd_configs, ...rest } = scrape!;
  expect(kubernetes_sd_configs).toEqual([{ role: 'pod' }]);
  const file = join(dir, 'prometheus.yaml');
  const listed = { ...rest, static_configs: [{ targets: ['localhost:9464'] }] };
  writeFileSync(file, stringify({ ...config, rule_files: [rulesFile], scrape_configs: [listed] }));
  expect(promtool('check', 'config', file)).toEqual({ status: 0, errors: '' });
  rmSync(dir, { recursive: true });
});

it.each(overlays)('it takes each pod of %s once, by the port of its sidecar', (overlay) => {
  for (const { name, labels, containers } of manifestsOf(overlay).workloads) {
    const targets = containers.flatMap(({ ports = [] }) =>
      ports.map((port) =>
        relabelled({
          __meta_kubernetes_pod_label_app_kubernetes_io_part_of: labels['app.kubernetes.io/part-of'] ?? '',
          __meta_kubernetes_pod_label_app_kubernetes_io_name: labels['app.kubernetes.io/name'] ?? '',
          __meta_kubernetes_pod_container_port_name: port.name ?? '',
          __meta_kubernetes_pod_phase: 'Running',
          __meta_kubernetes_namespace: 'n',
          __meta_kubernetes_pod_name: `${name}-0`,
        }),
      ),
    );
    const app_kubernetes_io_name = labels['app.kubernetes.io/name'];
    expect(targets.filter((target) => target !== null)).toEqual([
      { namespace: 'n', pod: `${name}-0`, instance: `${name}-0`, app_kubernetes_io_name },
    ]);
  }
});

it("it leaves out a pod that has ended, and everybody else's", () => {
  const ours = {
    __meta_kubernetes_pod_label_app_kubernetes_io_part_of: 'visits',
    __meta_kubernetes_pod_container_port_name: 'metrics',
    __meta_kubernetes_pod_phase: 'Running',
  };
  expect(relabelled(ours)).not.toBeNull();
  expect(relabelled({ ...ours, __meta_kubernetes_pod_phase: 'Failed' })).toBeNull();
  expect(relabelled({ ...ours, __meta_kubernetes_pod_label_app_kubernetes_io_part_of: 'x' })).toBeNull();
});
