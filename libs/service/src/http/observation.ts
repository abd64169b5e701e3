import type { FastifyInstance, FastifyReply, FastifyRequest, onResponseHookHandler } from 'fastify';
import { type Logger } from '../logging/logger';
import { type Metrics } from '../metrics/metrics';
import { type RouteTable } from './route-table';

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
      if (request.is404) this.observe(request, reply, OTHER);
      done();
    });
  }

  observe(request: FastifyRequest, reply: FastifyReply, route: string): void {
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    if (!streamRoutes.has(route)) this.metrics.request(request.method, route, status, ms / 1000);
    this.logger.info(
      {
        method: request.method,
        path: pathOf(request.url),
        status,
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
