import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { type Problem } from '../problems/problem';
import { knownProblem } from '../problems/problem-codes';
import { pathOf, queryOf, upTo } from './request-target';
import { type RouteTable } from './route-table';

/** An address that people try and that is elsewhere: what to say instead of "not found". */
export type Elsewhere = Readonly<Record<string, { readonly detail: string; readonly action: string }>>;

/**
 * What no route took, decided before its body is read: OPTIONS asks what a route can do (HAProxy's default check is
 * `OPTIONS /`), a method may be wrong, a slash too many, or there is nothing.
 */
export function unroutedHook(routes: RouteTable, elsewhere: Elsewhere): onRequestHookHandler {
  return (request, reply, done) => {
    if (!request.is404) return done();
    const methods = routes.methodsOf(request.url);
    if (methods.length === 0) return done(nothingAt(request, routes, elsewhere));
    const allow = methods.join(', ');
    if (request.method === 'OPTIONS') return options(reply, allow);
    done(knownProblem('method-not-allowed', { headers: { allow } }));
  };
}

function options(reply: FastifyReply, allow: string): void {
  void reply.code(204).header('allow', allow).send();
}

function nothingAt({ url }: FastifyRequest, routes: RouteTable, elsewhere: Elsewhere): Problem {
  const path = pathOf(url);
  const meant = path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  // To a route of ours or nowhere, and relative: neither `//evil.example/` nor a path prefix can lead astray.
  if (meant !== path && routes.methodsOf(meant).length > 0) {
    const location = `${upTo(url)}${meant.slice(1)}${queryOf(url)}`;
    return knownProblem('moved', { headers: { location }, action: `Use ${meant}.` });
  }
  const known = Object.hasOwn(elsewhere, meant) ? elsewhere[meant] : undefined;
  if (known) return knownProblem('not-found', known);
  if (routes.methodsOf('/openapi.json').length > 0) return knownProblem('not-found');
  return knownProblem('not-found', { action: `See ${routes.paths().join(', ')}.` });
}
