import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { spawnKubectl } from './kubectl';
import { type Namespace } from './namespace';

export interface Forward {
  readonly local: number;
  close(): Promise<void>;
}

/** `kubectl port-forward` to a port that only the pod itself can reach. */
export async function forward(namespace: Namespace, pod: string, port: number): Promise<Forward> {
  const child = spawnKubectl(['-n', namespace.name, 'port-forward', `pod/${pod}`, `:${port}`]);
  const closed = once(child, 'close');
  const close = async () => {
    child.kill();
    await closed;
  };
  for await (const line of createInterface(child.stdout)) {
    const local = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    // What comes after is one line a connection: let it flow.
    if (local) return (child.stdout.resume(), { local: Number(local), close });
  }
  await close();
  throw new Error(`port-forward to ${pod}:${port} did not begin`);
}
