import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse } from 'node:querystring';

type Done = (error: Error | null, body?: unknown) => void;

export const FORM = 'application/x-www-form-urlencoded';

/** curl's -d says "form" of all it sends. What begins with a brace is JSON: no field of a form does. */
export function formParser(fastify: FastifyInstance) {
  const json = fastify.getDefaultJsonParser('error', 'error');
  return (request: FastifyRequest, body: Buffer, done: Done): void => {
    const text = body.toString();
    if (text.trimStart().startsWith('{')) void json(request, text, done);
    else done(null, { ...parse(text) });
  };
}
