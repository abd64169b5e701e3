import { existsSync, readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from './errors';

/** Which cluster: as kubectl's own flags say it. */
export interface ClusterChoice {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace?: string;
}

export interface Chosen {
  readonly config: KubeConfig;
  /** `in-cluster` in a pod. */
  readonly context: string;
  readonly server: string;
  readonly namespace: string;
}

const IN_POD = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubeconfig that kubectl would take: the flag, KUBECONFIG, ~/.kube/config, then the pod's own token. */
export function chooseCluster({ context, kubeconfig, namespace }: ClusterChoice): Chosen {
  const config = load(kubeconfig);
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context))
      throw unconfigured(
        `There is no context ${JSON.stringify(context)}`,
        'See: kubectl config get-contexts',
      );
    config.setCurrentContext(context);
  }
  const cluster = config.getCurrentCluster();
  if (!cluster)
    throw unconfigured(
      'No context is chosen',
      'Name one with --context, or: kubectl config use-context NAME',
    );
  const chosen = config.getContextObject(config.getCurrentContext());
  return {
    config,
    context: config.getCurrentContext(),
    server: cluster.server,
    namespace: namespace ?? chosen?.namespace ?? podNamespace() ?? 'default',
  };
}

/** Of a WebSocket into a pod: a busy node takes some seconds. */
const HANDSHAKE_MS = 30_000;

/** The library's WebSockets wait for ever where nobody answers their handshake; their options are made here. */
export class BoundedConfig extends KubeConfig {
  constructor(private readonly handshakeMs = HANDSHAKE_MS) {
    super();
  }

  override async applyToHTTPSOptions(options: RequestOptions): Promise<void> {
    await super.applyToHTTPSOptions(options);
    Object.assign(options, { handshakeTimeout: this.handshakeMs });
  }
}

function load(kubeconfig: string | undefined): KubeConfig {
  const config = new BoundedConfig();
  const paths = kubeconfig ?? process.env.KUBECONFIG ?? join(homedir(), '.kube', 'config');
  const files = paths.split(':').filter((path) => path && existsSync(path));
  try {
    if (kubeconfig !== undefined || files.length > 0) {
      if (files.length === 0) throw unconfigured(`There is no file ${kubeconfig}`, 'Name one that is there.');
      const [first, ...others] = files;
      config.loadFromFile(first!);
      for (const file of others) {
        const more = new KubeConfig();
        more.loadFromFile(file);
        config.mergeConfig(more);
      }
      return config;
    }
    if (existsSync(`${IN_POD}/token`)) {
      config.loadFromCluster();
      return config;
    }
  } catch (error) {
    if (error instanceof ClusterError) throw error;
    throw unconfigured(
      `The kubeconfig ${files.join(':')} cannot be read (${(error as Error).message.split('\n')[0]})`,
      'Try: kubectl config view',
      error,
    );
  }
  throw unconfigured(
    'No cluster is configured: there is no kubeconfig',
    'Name one with --kubeconfig or KUBECONFIG; without a cluster: visits verify local',
  );
}

function podNamespace(): string | undefined {
  try {
    return readFileSync(`${IN_POD}/namespace`, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

const unconfigured = (what: string, action: string, cause?: unknown) =>
  new ClusterError('cluster-unconfigured', `${what}.`, action, { cause });
