import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { deadline } from '../deadline';
import { RunClock } from '../run-clock';
import { WriterServer } from './writer-server';

export interface WriterProcessOptions {
  /** For its ledger and its socket. */
  readonly dir: string;
  readonly run: string;
  readonly seed: string;
  readonly challenge: string;
  readonly rate: number;
  /** Where its driver cannot run commands beside it: a port of its own loopback address. */
  readonly port?: number | undefined;
  /** It ends by itself after so long, whoever still needs it. */
  readonly forMs: number;
}

export const LEDGER_FILE = 'ledger.log';
const SOCKET = 'writer.sock';

/** A writer that waits to be driven. Resolves when its driver lets it leave, was stopped, or its time is over. */
export async function runWriter(options: WriterProcessOptions, stop: AbortSignal): Promise<void> {
  const { dir, forMs } = options;
  const socketPath = join(dir, SOCKET);
  rmSync(socketPath, { force: true });
  const ledgerPath = join(dir, LEDGER_FILE);
  const server = new WriterServer({ ...options, clock: new RunClock(), ledgerPath, socketPath });
  await server.listen();
  await Promise.race([server.left, once(deadline(stop, forMs), 'abort')]);
  await server.close();
}

/** Joins two streams to the writer of this machine, until either side ends. */
export async function attachWriter(dir: string, input: Readable, output: Writable): Promise<void> {
  const socket = connect(join(dir, SOCKET));
  await once(socket, 'connect');
  input.pipe(socket);
  socket.pipe(output);
  await once(socket, 'close');
}
