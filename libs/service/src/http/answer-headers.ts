import { createHash } from 'node:crypto';
import type { onSendHookHandler } from 'fastify';
import { type ProcessIdentity } from '../process/process-identity';
import { type Settings } from '../settings/settings';
import { type Drain } from '../stopping/drain';
import { isJson, jsonText } from './json-text';

/**
 * Pages may load styles of their own origin only, run the scripts that were named here by their hash and no other, ask
 * and post to their own origin, and be framed by nobody.
 */
function contentSecurityPolicy(inlineScripts: readonly string[]): string {
  const hashes = inlineScripts.map(
    (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    ...(hashes.length > 0 ? [`script-src ${hashes.join(' ')}`] : []),
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export type AnswerHeaders = Readonly<Record<string, string>>;

/** The same on every answer, also on those that no hook sees. */
export function answerHeaders(
  settings: Settings,
  process: ProcessIdentity,
  inlineScripts: readonly string[],
): AnswerHeaders {
  return {
    'x-pod': settings.podName,
    'x-boot': process.boot,
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(inlineScripts),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

/**
 * One synchronous hook for all headers: @fastify/helmet costs 45 % of the throughput.
 * Pages and 503s close their connection: kube-proxy balances connections, so only then does a reload meet another pod.
 */
export function headersHook(headers: AnswerHeaders, drain: Drain): onSendHookHandler {
  return (request, reply, payload, done) => {
    const type = reply.getHeader('content-type');
    const caching = reply.getHeader('cache-control');
    reply.headers(headers);
    // Only what says that anybody may keep it is kept.
    if (typeof caching === 'string' && caching.startsWith('public')) reply.header('cache-control', caching);
    if (reply.statusCode === 503) {
      if (!reply.hasHeader('retry-after')) reply.header('retry-after', '1');
      reply.header('connection', 'close');
    } else if (drain.draining || (typeof type === 'string' && type.startsWith('text/html'))) {
      reply.header('connection', 'close');
    }
    done(null, typeof payload === 'string' && isJson(type) ? jsonText(payload, request.url) : payload);
  };
}
