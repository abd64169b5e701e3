import { PassThrough, type Readable, type Writable } from 'node:stream';
import { Exec, type KubeConfig, type V1Status } from '@kubernetes/client-node';
import { notBegun } from './errors';

const DEADLINE_MS = 60_000;

export interface ExecPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface Ended {
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Null where the connection ended without a status: then it is not known what came of it. */
  readonly exit: number | null;
}

/** A command that runs in a container. */
export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Its exit status, or null where there is none. Never rejects. */
  readonly exit: Promise<number | null>;
  /** Ends the connection; what runs in the container may go on. */
  close(): void;
}

/** Opens a command in a container. Bytes are as they are. Rejects with ClusterError where it does not begin. */
export async function openExec(
  config: KubeConfig,
  { namespace, pod, container }: ExecPlace,
  command: readonly string[],
  withStdin = false,
): Promise<Running> {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let status: V1Status | undefined;
  const exec = new Exec(config);
  const given = withStdin ? stdin : null;
  let connection: Awaited<ReturnType<Exec['exec']>>;
  try {
    const onStatus = (seen: V1Status) => void (status = seen);
    connection = await exec.exec(
      namespace,
      pod,
      container,
      [...command],
      stdout,
      stderr,
      given,
      false,
      onStatus,
    );
  } catch (error) {
    throw notBegun(config, { namespace, pod, subresource: 'exec' }, error);
  }
  const exit = new Promise<number | null>((resolve) => {
    connection.onclose = () => {
      if (!stdout.writableEnded) stdout.end();
      if (!stderr.writableEnded) stderr.end();
      resolve(exitOf(status));
    };
  });
  return { stdin, stdout, stderr, exit, close: () => connection.close() };
}

/** Runs a command to its end. At the deadline the connection is closed, and there is no exit status. */
export async function runExec(
  config: KubeConfig,
  place: ExecPlace,
  command: readonly string[],
  { input, deadlineMs = DEADLINE_MS }: { input?: Buffer | string; deadlineMs?: number } = {},
): Promise<Ended> {
  const running = await openExec(config, place, command, input !== undefined);
  const timer = setTimeout(() => running.close(), deadlineMs);
  if (input !== undefined) running.stdin.end(input);
  const [stdout, stderr, exit] = await Promise.all([all(running.stdout), all(running.stderr), running.exit]);
  clearTimeout(timer);
  return { stdout, stderr: stderr.toString('utf8'), exit };
}

async function all(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function exitOf(status: V1Status | undefined): number | null {
  if (status?.status === 'Success') return 0;
  const code = status?.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  return code === undefined ? null : Number(code);
}
