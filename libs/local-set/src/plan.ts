import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { App, Replicas } from './apps';
import type { ChildSpec } from './pod/child';
import { podPorts, type PodPorts, secondWriterPorts } from './ports';

export interface LocalOptions {
  readonly replicas: Replicas;
  readonly basePort: number;
  /** For the logs, and for the volumes where they have no directory of their own. */
  readonly dataDir: string;
  readonly volumesDir?: string;
  /** Where the bundles are: `<builds>/<app>/main.mjs`. */
  readonly builds: string;
  readonly drainSeconds: number;
  /** Without them a set takes half the processes, and nobody scrapes it. */
  readonly sidecars?: boolean;
  /** A Prometheus beside the set that scrapes its pods, by default every 5 seconds, with the rules of this file. */
  readonly prometheus?: { readonly rules: string; readonly everySeconds?: number };
}

export interface PodPlan {
  readonly name: string;
  readonly uid: string;
  readonly claim: string;
  readonly origin: string;
  /** Host and port of the sidecar's page. */
  readonly metricsAddress: string;
  readonly dataDir: string;
  readonly app: ChildSpec;
  readonly sidecar: ChildSpec | null;
}

export const bundleOf = (builds: string, program: string) => join(builds, program, 'main.mjs');
const nodeWith = (bundle: string) => [process.execPath, bundle] as const;
export const logsOf = (dataDir: string) => join(dataDir, 'logs');
/** The JSON lines of a pod, of its sidecar (`<pod>-metrics`) or of a balancer (`<app>-balancer`). */
export const logFileOf = (dataDir: string, part: string) => join(logsOf(dataDir), `${part}.log`);

/** One pod: the same name, ports, directory and claim at every start, and a UID of its own. */
export function planPod(
  app: App,
  ordinal: number,
  size: number,
  options: LocalOptions,
  env: NodeJS.ProcessEnv,
): PodPlan {
  const others = [...Array(size).keys()].filter((other) => other !== ordinal);
  const peers = others.map((other) => originOf(podPorts(options.basePort, app, other)));
  return plan(
    app,
    ordinal,
    `${app}-${ordinal}`,
    podPorts(options.basePort, app, ordinal),
    peers,
    options,
    env,
  );
}

/** A second pod on the claim of `ordinal`; none of its siblings knows it. */
export function planSecondWriter(
  app: App,
  ordinal: number,
  options: LocalOptions,
  env: NodeJS.ProcessEnv,
): PodPlan {
  const ports = secondWriterPorts(options.basePort, app, ordinal);
  return plan(app, ordinal, `${app}-${ordinal}-second`, ports, [], options, env);
}

const originOf = ({ http }: PodPorts) => `http://127.0.0.1:${http}`;

function plan(
  app: App,
  ordinal: number,
  name: string,
  ports: PodPorts,
  peers: readonly string[],
  { dataDir: root, volumesDir = root, builds, drainSeconds, sidecars = true }: LocalOptions,
  env: NodeJS.ProcessEnv,
): PodPlan {
  const dataDir = join(volumesDir, `${app}-${ordinal}`);
  const uid = randomUUID();
  const claim = `visits-${app}-${ordinal}`;
  const logFile = (part: string) => logFileOf(root, part);
  const shared = {
    ...env,
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    POD_NAME: name,
    POD_NAMESPACE: 'local',
    POD_UID: uid,
    NODE_NAME: hostname(),
    CLAIM_NAME: claim,
    PORT: String(ports.http),
    ADMIN_PORT: String(ports.admin),
    METRICS_PORT: String(ports.metrics),
    DRAIN_SECONDS: String(drainSeconds),
    PEERS: peers.join(','),
  };
  const sidecar = {
    command: nodeWith(bundleOf(builds, 'metrics-sidecar')),
    env: shared,
    logFile: logFile(`${name}-metrics`),
  };
  return {
    name,
    uid,
    claim,
    origin: originOf(ports),
    metricsAddress: `127.0.0.1:${ports.metrics}`,
    dataDir,
    app: { command: nodeWith(bundleOf(builds, app)), env: shared, logFile: logFile(name) },
    sidecar: sidecars ? sidecar : null,
  };
}
