import type { FastifyInstance, FastifyReply, FastifyRequest, onResponseHookHandler } from 'fastify';
import { type Logger } from '../logging/logger';
import { type Metrics } from '../metrics/metrics';
import { codeOf } from '../problems/problem-reply';
import { type RouteTable } from './route-table';
import { traceIdOf } from './trace-context';

/** Probes, scrapes, siblings: asked by machines all day, so neither logged nor measured. */
const machineRoutes: ReadonlySet<string> = new Set([
  '/livez',
  '/readyz',
  '/startupz',
  '/health',
  '/healthz',
  '/metrics',
  '/replicas',
]);

/** Last as long as somebody looks: their time would drown that of all other answers. */
const streamRoutes: ReadonlySet<string> = new Set(['/total/stream']);

/** The table of `visits local` asks for the total twice a second. */
const LOCAL_TABLE = 'visits-local-table';

const OTHER = 'other';

/** Logs and measures each answer, in hooks of the routes: Nest's interceptors cost a third of the throughput. */
export class Observation {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  install(fastify: FastifyInstance, routes: RouteTable): void {
    fastify.addHook('onRoute', (route) => {
      routes.add(route.url, [route.method].flat());
      // Fastify derives the HEAD route from the options of GET, hook included.
      if (!machineRoutes.has(route.url)) route.onResponse ??= this.hook(route.url);
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      // Not those that ask what can be asked: a load balancer does so all day.
      if (request.is404 && reply.statusCode !== 204) this.observe(request, reply, OTHER);
      done();
    });
  }

  observe(request: FastifyRequest, reply: FastifyReply, route: string): void {
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    if (!streamRoutes.has(route)) this.metrics.request(request.method, route, status, ms / 1000);
    if (request.headers['user-agent'] === LOCAL_TABLE) return;
    const code = status < 400 ? undefined : codeOf(reply);
    const traceId = traceIdOf(request.headers['traceparent']);
    this.logger.info(
      {
        method: request.method,
        path: pathOf(request.url),
        status,
        ...(code === undefined ? {} : { code }),
        ...(traceId === undefined ? {} : { trace_id: traceId }),
        duration_ms: Math.round(ms * 1000) / 1000,
      },
      'request',
    );
  }

  private hook(route: string): onResponseHookHandler {
    return (request, reply, done) => {
      this.observe(request, reply, route);
      done();
    };
  }
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return (query < 0 ? url : url.slice(0, query)).slice(0, 200);
}
