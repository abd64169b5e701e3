import { PassThrough, type Readable, type Writable } from 'node:stream';
import { type KubeConfig, PortForward } from '@kubernetes/client-node';
import { notBegun } from './errors';

export interface ForwardPlace {
  readonly namespace: string;
  readonly pod: string;
  /** That something in the pod listens on, on its loopback address too. */
  readonly port: number;
}

/** One connection to a port of a pod. */
export interface Forwarded {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves when it has ended, however. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Rejects with ClusterError where it does not begin; that nobody listens ends it a moment later. */
export async function openForward(
  config: KubeConfig,
  { namespace, pod, port }: ForwardPlace,
): Promise<Forwarded> {
  const input = new PassThrough();
  const output = new PassThrough();
  const failure = new PassThrough();
  let connection: Connection;
  try {
    const forward = new PortForward(config);
    connection = (await forward.portForward(namespace, pod, [port], output, failure, input)) as Connection;
  } catch (error) {
    throw notBegun(config, { namespace, pod, subresource: 'portforward' }, error);
  }
  const close = () => connection.close();
  failure.on('data', (why: Buffer) => why.length > 0 && close());
  const closed = new Promise<void>((resolve) => {
    connection.onclose = () => {
      output.end();
      resolve();
    };
  });
  return { input, output, closed, close };
}

/** Of the library's two results the one without its own retries. */
type Connection = Extract<Awaited<ReturnType<PortForward['portForward']>>, { close(): void }>;
