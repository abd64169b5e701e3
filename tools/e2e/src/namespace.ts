import { randomBytes } from 'node:crypto';
import { core } from './cluster';
import { type Outcome, kubectl, tryKubectl } from './kubectl';
import { PodHistory } from './pod-history';

/** All namespaces of this suite carry it, so that whatever is left can be found. */
export const ownLabel = 'visits.test/suite=e2e';

/** Who may enter: what the restricted profile admits, or anybody (for what only a test needs). */
export type Profile = 'restricted' | 'privileged';

/** A namespace of our own with the history of its pods. */
export class Namespace {
  /** Of this test file. */
  static readonly made: Namespace[] = [];

  private constructor(
    readonly name: string,
    readonly pods: PodHistory,
  ) {}

  static async create(topic: string, profile: Profile = 'restricted'): Promise<Namespace> {
    const name = `visits-e2e-${topic}-${randomBytes(2).toString('hex')}`;
    const [key, value] = ownLabel.split('=') as [string, string];
    await core.createNamespace({
      body: {
        metadata: {
          name,
          labels: {
            [key]: value,
            'pod-security.kubernetes.io/enforce': profile,
            'pod-security.kubernetes.io/warn': profile,
          },
        },
      },
    });
    return Namespace.open(name);
  }

  /** One that something else creates, or has created. */
  static async open(name: string): Promise<Namespace> {
    const namespace = new Namespace(name, await PodHistory.of(name));
    Namespace.made.push(namespace);
    return namespace;
  }

  kubectl(args: readonly string[], input?: string): Promise<Outcome> {
    return kubectl(['-n', this.name, ...args], input);
  }

  tryKubectl(args: readonly string[], input?: string): Promise<Outcome> {
    return tryKubectl(['-n', this.name, ...args], input);
  }

  /** What the command wrote in a container of a running pod. */
  async exec(pod: string, command: readonly string[], container = 'app'): Promise<string> {
    return (await this.kubectl(['exec', pod, '-c', container, '--', ...command])).stdout;
  }

  async logsOf(pod: string, container = 'app'): Promise<string> {
    return (await this.kubectl(['logs', pod, '-c', container])).stdout;
  }

  /** Begins to delete it; the last spec of the suite looks that nothing stays. */
  async remove(): Promise<void> {
    this.forget();
    await this.tryKubectl(['delete', 'namespace', this.name, '--wait=false', '--ignore-not-found']);
  }

  /** No longer ours to look at or to remove. */
  forget(): void {
    this.pods.close();
    Namespace.made.splice(Namespace.made.indexOf(this), 1);
  }
}
