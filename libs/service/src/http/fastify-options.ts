import type { FastifyServerOptions } from 'fastify';
import { type AnswerHeaders } from './answer-headers';
import { clientErrorHandler } from './client-errors';
import { originForm } from './request-target';

/**
 * A line of HTTP/0.9 has no version and no headers, but Node's parser waits for them. To look at the first bytes of each
 * connection instead costs a fifth more CPU per connection (measured), so the wait is short; by default it is 60 s.
 */
export const HEAD_WITHIN_MS = 10_000;
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
    // Node would answer such a request itself, without a word: hostHook does.
    http: { requireHostHeader: false, headersTimeout: HEAD_WITHIN_MS, connectionsCheckingInterval: 1000 },
    rewriteUrl: ({ url }: { url?: string | undefined }) => originForm(url ?? '/'),
    forceCloseConnections: 'idle',
    // No middleware in this house, so no hook for it.
    skipMiddie: true,
    routerOptions: { maxParamLength: MAX_URL_CHARACTERS },
    frameworkErrors,
    clientErrorHandler: clientErrorHandler(headers),
  } as const;
}
