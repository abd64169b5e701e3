import type { FastifyServerOptions } from 'fastify';
import { type AnswerHeaders } from './answer-headers';
import { clientErrorHandler } from './client-errors';

const MAX_BODY_BYTES = 16 * 1024;
export const MAX_URL_CHARACTERS = 2048;

export function fastifyOptions(
  headers: AnswerHeaders,
  frameworkErrors: NonNullable<FastifyServerOptions['frameworkErrors']>,
) {
  return {
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    // Fastify's default is 0: a request that never ends would hold its socket for ever.
    requestTimeout: 30_000,
    // Longer than the idle time of common load balancers, so that they close first.
    keepAliveTimeout: 72_000,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // No middleware in this house, so no hook for it.
    skipMiddie: true,
    routerOptions: { maxParamLength: MAX_URL_CHARACTERS },
    frameworkErrors,
    clientErrorHandler: clientErrorHandler(headers),
  } as const;
}
