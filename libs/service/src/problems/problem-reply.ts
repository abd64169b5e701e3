import type { FastifyReply } from 'fastify';
import { type Problem } from './problem';

const codes = new WeakMap<FastifyReply, string>();

/** Gives the answer the problem's status and headers; its body may be a page of the caller's own. The log names the code. */
export function replyWith(problem: Problem, reply: FastifyReply): FastifyReply {
  codes.set(reply, problem.code);
  return reply.code(problem.status).headers(problem.headers);
}

/** The code that the answer was given; undefined where it is no problem. */
export const codeOf = (reply: FastifyReply): string | undefined => codes.get(reply);
