import type { PodPlan } from '../plan';

/** Quicker than a cluster's: whoever watches is waiting. */
const EVERY_SECONDS = 5;

/** The configuration, as JSON, which is YAML: the targets of one file, the rules of another. */
export function configOf(rulesFile: string, targetsFile: string, everySeconds = EVERY_SECONDS): string {
  const interval = `${everySeconds}s`;
  return JSON.stringify({
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: [rulesFile],
    scrape_configs: [
      { job_name: 'visits', file_sd_configs: [{ files: [targetsFile], refresh_interval: interval }] },
    ],
  });
}

/** One target a pod, its sidecar, with the labels that a scrape in a cluster gives. */
export function targetsOf(pods: readonly PodPlan[]): string {
  const targets = pods
    .filter(({ sidecar }) => sidecar !== null)
    .map(({ name, metricsAddress }) => ({
      targets: [metricsAddress],
      labels: {
        namespace: 'local',
        pod: name,
        instance: name,
        app_kubernetes_io_name: name.replace(/-\d+(-second)?$/, ''),
      },
    }));
  return `${JSON.stringify(targets, null, 2)}\n`;
}
