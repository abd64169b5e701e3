import type { IncomingHttpHeaders } from 'node:http';

/** Headers about one connection, not about the request (RFC 9110, 7.6.1); `expect` is answered by the server itself. */
const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const aboutBody = new Set(['content-length', 'content-type']);

/** The headers that travel on; without those about a body where none is sent on (GET and HEAD). */
export function endToEnd(headers: IncomingHttpHeaders, bodyless: boolean): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !(bodyless && aboutBody.has(name))),
  );
}
