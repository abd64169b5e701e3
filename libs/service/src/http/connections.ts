import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A head that had begun to arrive when the listener closed has this long to become a request. */
const HEAD_WITHIN_MS = 1000;
/** Who connected so short before may not have come to send its head. */
const FIRST_BYTE_WITHIN_MS = 250;
const QUIET_TURN_MS = 0.1;
/** On a machine that is never quiet it closes all the same. */
const MAX_TURNS = 200;

interface Connection {
  readonly openedMs: number;
  requests: number;
  /** Bytes that belong to the requests so far: more means that the next head has begun. */
  readBytes: number;
}

/**
 * Which connections hold a request. Node closes only those idle that had one already: what a browser opens in advance
 * would hold up the stop until the last deadline.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  #closing = false;

  install(fastify: FastifyInstance): void {
    const { server } = fastify as { server: Server };
    server.prependListener('connection', (socket: Socket) => this.#opened(socket));
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
      this.#requested(request.socket, response),
    );
    // Fastify runs it right before it closes the listener, which resets what the kernel has accepted and we have not.
    fastify.addHook('preClose', (done) => {
      this.#afterQuietTurn(() => {
        this.#closing = true;
        // What had arrived by now is read first.
        setImmediate(() => setImmediate(() => this.#closeUnused()));
        done();
      });
    });
  }

  /** After a turn of the event loop so short that hardly anybody can have connected behind its look for connections. */
  #afterQuietTurn(then: () => void, turn = 0): void {
    const startMs = performance.now();
    setImmediate(() => {
      const isQuiet = turn > 0 && performance.now() - startMs < QUIET_TURN_MS;
      if (isQuiet || turn === MAX_TURNS) then();
      else this.#afterQuietTurn(then, turn + 1);
    });
  }

  #opened(socket: Socket): void {
    this.#open.set(socket, { openedMs: performance.now(), requests: 0, readBytes: 0 });
    socket.once('close', () => this.#open.delete(socket));
  }

  #requested(socket: Socket, response: ServerResponse): void {
    const connection = this.#open.get(socket);
    if (!connection) return;
    connection.requests += 1;
    response.once('close', () => {
      connection.requests -= 1;
      connection.readBytes = socket.bytesRead;
      if (this.#closing && connection.requests === 0) socket.end();
    });
  }

  #closeUnused(): void {
    const closedMs = performance.now();
    for (const socket of this.#open.keys()) this.#closeIfUnused(socket, closedMs);
  }

  #closeIfUnused(socket: Socket, closedMs: number): void {
    const connection = this.#open.get(socket);
    if (!connection || connection.requests > 0) return;
    const hasBegun = socket.bytesRead > connection.readBytes;
    const deadlineMs = hasBegun ? closedMs + HEAD_WITHIN_MS : connection.openedMs + FIRST_BYTE_WITHIN_MS;
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) socket.destroy();
    else setTimeout(() => this.#closeIfUnused(socket, closedMs), Math.ceil(leftMs)).unref();
  }
}
