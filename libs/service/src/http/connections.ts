import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A head that had begun to arrive when the listener closed has this long to become a request. */
const HEAD_WITHIN_MS = 1000;

interface Connection {
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
    // Fastify runs it right before it closes the listener.
    fastify.addHook('preClose', (done) => {
      this.#closing = true;
      // What had arrived by now is read first.
      setImmediate(() => setImmediate(() => this.#closeUnused()));
      done();
    });
  }

  #opened(socket: Socket): void {
    this.#open.set(socket, { requests: 0, readBytes: 0 });
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
    const begun: Socket[] = [];
    for (const [socket, { requests, readBytes }] of this.#open) {
      if (requests > 0) continue;
      if (socket.bytesRead > readBytes) begun.push(socket);
      else socket.destroy();
    }
    if (begun.length === 0) return;
    setTimeout(() => {
      for (const socket of begun) if (this.#open.get(socket)?.requests === 0) socket.destroy();
    }, HEAD_WITHIN_MS).unref();
  }
}
