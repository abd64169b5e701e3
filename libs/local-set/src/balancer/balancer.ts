import { STATUS_CODES } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import replyFrom from '@fastify/reply-from';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { errnoOf } from '../errors';
import { endToEnd } from './hop-headers';
import { portError } from '../ports';
import { type Refusal, refusalPage } from './refusal-page';
import { nextInTurn } from './round-robin';

/** What stands behind a balancer. */
export interface Target {
  readonly name: string;
  readonly origin: string;
  readonly ready: boolean;
}

/** A request that no pod answered; the path is without its query, which may be personal. */
export interface Refused {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: string;
}

/** A connection accepted at the last moment has this long to bring its request. */
const LINGER_MS = 100;

/** Without a body that is spent at the first try: such a request may go to the next pod when one refuses it. */
const movable = new Set(['GET', 'HEAD']);

/**
 * Sends each request, not each connection, to a ready pod in turn. Pages have a turn of their own: with one for all, a
 * page that brings a style and a stream would meet the same one of three pods at each reload.
 */
export class Balancer {
  private readonly last = { page: -1, other: -1 };
  private draining = false;
  private onIdle = (): void => undefined;
  private readonly inFlight = new Set<FastifyRequest>();
  private readonly streams = new Set<FastifyReply>();
  private readonly server: FastifyInstance;

  constructor(
    private readonly app: string,
    private readonly targets: () => readonly Target[],
    private readonly onRefused: (refused: Refused) => void = () => undefined,
  ) {
    this.server = Fastify({
      return503OnClosing: false,
      routerOptions: { maxParamLength: 65_536 },
      frameworkErrors: (error, _request, reply) => void this.refuse(reply, malformed(error)),
    });
    // Bodies of any type pass through as they come.
    this.server.removeAllContentTypeParsers();
    this.server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    this.server.register(replyFrom, {
      undici: { connections: 1024, headersTimeout: 0, bodyTimeout: 0 },
      disableRequestLogging: true,
      destroyAgent: true,
    });
    this.server.addHook('onRequest', async (request) => void this.inFlight.add(request));
    this.server.addHook('onResponse', async (request, reply) => {
      this.inFlight.delete(request);
      this.streams.delete(reply);
      if (this.inFlight.size === 0) this.onIdle();
    });
    this.server.addHook('onSend', async (_request, reply) => {
      if (this.draining) reply.header('connection', 'close');
    });
    this.server.setErrorHandler((error, _request, reply) => this.refuse(reply, malformed(error)));
    // The not-found route meets every method and path, also methods that Fastify has no route for.
    this.server.setNotFoundHandler((request, reply) => this.forward(request, reply, []));
    this.server.all('*', (request, reply) => this.forward(request, reply, []));
  }

  async listen(port: number): Promise<number> {
    try {
      await this.server.listen({ port, host: '127.0.0.1' });
    } catch (error) {
      throw portError(port, error);
    }
    return (this.server.server.address() as { port: number }).port;
  }

  /** From here on every answer tells its client to leave, so that `close` meets idle connections only. */
  drain(): void {
    this.draining = true;
    // An event stream has no end of its own, and its client comes back.
    for (const stream of this.streams) stream.raw.end();
  }

  /** Stops listening; resolves when every request that was read is answered. */
  async close(): Promise<void> {
    this.draining = true;
    const { server } = this.server;
    // Not the http server's own close: it cuts new connections whose first request is on its way.
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
    await delay(LINGER_MS);
    if (this.inFlight.size > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
    // What is left are connections without a request, such as a browser opens in advance.
    server.closeAllConnections();
    await closed;
    await this.server.close();
  }

  /** Ends the wait of `close`: requests still in flight are cut. */
  cut(): void {
    this.inFlight.clear();
    this.onIdle();
  }

  private forward(request: FastifyRequest, reply: FastifyReply, tried: readonly Target[]): FastifyReply {
    const targets = this.targets();
    const turn = /text\/html/i.test(request.headers.accept ?? '') ? 'page' : 'other';
    const place = nextInTurn(targets, this.last[turn], (target) => target.ready && !tried.includes(target));
    const target = place === null ? undefined : targets[place];
    if (place === null || !target) return this.refuse(reply, nobodyReady(this.app));
    this.last[turn] = place;
    return reply.from(undefined, {
      getUpstream: () => target.origin,
      rewriteRequestHeaders: (_request, headers) => ({
        ...endToEnd(headers, movable.has(request.method)),
        host: request.headers.host,
      }),
      rewriteHeaders: (headers) => {
        if (headers['content-type']?.startsWith('text/event-stream')) this.opened(reply);
        return endToEnd(headers, false);
      },
      // The library would ask the same pod again after its 503; an answer, also a sad one, belongs to the client.
      retryDelay: () => null,
      onError: (_reply, { error }) => {
        const refused = errnoOf(error.cause) === 'ECONNREFUSED';
        if (refused && movable.has(request.method)) this.forward(request, reply, [...tried, target]);
        else this.refuse(reply, refused ? podGone(target.name) : connectionLost(target.name));
      },
    });
  }

  private opened(stream: FastifyReply): void {
    if (this.draining) setImmediate(() => stream.raw.end());
    else this.streams.add(stream);
  }

  private refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
    const { status, code, detail, action } = refusal;
    reply.code(status).header('cache-control', 'no-store');
    if (status === 503) reply.header('retry-after', '1');
    const { method, url, headers } = reply.request;
    this.onRefused({ method, path: url.split('?', 1)[0] as string, status, code });
    if (/text\/html/i.test(headers.accept ?? '')) {
      return reply.type('text/html; charset=utf-8').send(refusalPage(this.app, refusal, method === 'GET'));
    }
    reply.header('content-type', 'application/problem+json');
    const type = `urn:visits:problem:${code}`;
    return reply.send(
      `${JSON.stringify({ type, title: STATUS_CODES[status], status, code, detail, action })}\n`,
    );
  }
}

const nobodyReady = (app: string): Refusal => ({
  status: 503,
  code: 'no-ready-pod',
  detail: `No ${app} pod is ready.`,
  action: 'Try again in a second.',
});

const podGone = (pod: string): Refusal => ({
  status: 503,
  code: 'pod-gone',
  detail: `The pod ${pod} has just ended and did not get the request.`,
  action: 'Send it again.',
});

const connectionLost = (pod: string): Refusal => ({
  status: 502,
  code: 'connection-lost',
  detail: `The pod ${pod} closed the connection before its answer: the request may or may not have been counted.`,
  action: 'Compare the count before you send it again.',
});

const malformed = (error: unknown): Refusal => ({
  status: 400,
  code: 'request-malformed',
  detail: `The request cannot be forwarded (${errnoOf(error) ?? 'its address is malformed'}).`,
  action: 'Send a plain path such as /visits.',
});
