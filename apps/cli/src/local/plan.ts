import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { App, Replicas } from './apps';
import type { ChildSpec } from './child';
import { podPorts } from './ports';

export interface LocalOptions {
  readonly replicas: Replicas;
  readonly basePort: number;
  readonly dataDir: string;
  /** Where the bundles are: `<builds>/<app>/main.mjs`. */
  readonly builds: string;
  readonly drainSeconds: number;
}

export interface PodPlan {
  readonly name: string;
  readonly origin: string;
  readonly dataDir: string;
  readonly app: ChildSpec;
  readonly sidecar: ChildSpec;
}

export const bundleOf = (builds: string, program: string) => join(builds, program, 'main.mjs');
export const logsOf = (dataDir: string) => join(dataDir, 'logs');

/** The pods of one app, ordinal 0 first: the same names, ports and directories at every start. */
export function planPods(app: App, options: LocalOptions, env: NodeJS.ProcessEnv): PodPlan[] {
  const ordinals = [...Array(options.replicas[app]).keys()];
  const origins = ordinals.map(
    (ordinal) => `http://127.0.0.1:${podPorts(options.basePort, app, ordinal).http}`,
  );
  return ordinals.map((ordinal) => {
    const name = `${app}-${ordinal}`;
    const origin = origins[ordinal] as string;
    const ports = podPorts(options.basePort, app, ordinal);
    const dataDir = join(options.dataDir, name);
    const logFile = (part: string) => join(logsOf(options.dataDir), `${part}.log`);
    const shared = {
      ...env,
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      POD_NAME: name,
      POD_NAMESPACE: 'local',
      POD_UID: randomUUID(),
      NODE_NAME: hostname(),
      CLAIM_NAME: `visits-${name}`,
      PORT: String(ports.http),
      ADMIN_PORT: String(ports.admin),
      METRICS_PORT: String(ports.metrics),
      DRAIN_SECONDS: String(options.drainSeconds),
      PEERS: origins.filter((peer) => peer !== origin).join(','),
    };
    return {
      name,
      origin,
      dataDir,
      app: { program: bundleOf(options.builds, app), env: shared, logFile: logFile(name) },
      sidecar: {
        program: bundleOf(options.builds, 'metrics-sidecar'),
        env: shared,
        logFile: logFile(`${name}-metrics`),
      },
    };
  });
}
