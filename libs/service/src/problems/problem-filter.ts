import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Logger } from '../logging/logger';
import { type RouteTable } from '../http/route-table';
import { type Problem, type ProblemRenderer } from './problem';
import { problemBody, problemView } from './problem-body';
import { knownProblem } from './problem-codes';
import { problemOf } from './problem-of';

export function sendProblem(
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
  render: ProblemRenderer | undefined,
): void {
  const { contentType, text } = problemBody(
    problemView(problem, request.url),
    request.headers.accept,
    render,
  );
  void reply.code(problem.status).headers(problem.headers).header('content-type', contentType).send(text);
}

/** Every error that meets Nest or Fastify inside a request becomes a problem document or page. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly logger: Logger,
    private readonly render: ProblemRenderer | undefined,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.getArgByIndex<FastifyRequest>(0);
    const reply = host.getArgByIndex<FastifyReply>(1);
    if (reply.sent || reply.raw.headersSent) {
      this.logger.error({ err: error }, 'error after the answer had begun');
      if (!reply.raw.writableEnded) reply.raw.destroy();
      return;
    }
    const body = deliberateBody(error);
    if (body !== undefined) {
      void reply.code((error as HttpException).getStatus()).send(body);
      return;
    }
    const problem = isUnrouted(error, request) ? this.unrouted(request) : problemOf(error);
    if (problem.status === 500) this.logger.error({ err: error }, 'request failed');
    sendProblem(problem, request, reply, this.render);
  }

  /** The router knows no wrong method: what it did not find may exist under another one. */
  private unrouted(request: FastifyRequest): Problem {
    const methods = this.routes.methodsOf(request.url);
    if (methods.length === 0) return knownProblem('not-found');
    return knownProblem('method-not-allowed', { headers: { allow: methods.join(', ') } });
  }
}

/** Nothing matched, and nothing else (such as a URL that is too long) is wrong with the request. */
function isUnrouted(error: unknown, request: FastifyRequest): boolean {
  return request.is404 && error instanceof HttpException && error.getStatus() === 404;
}

/** A body that its thrower chose (terminus' health result); Nest's own exceptions carry a statusCode in theirs. */
function deliberateBody(error: unknown): object | undefined {
  if (!(error instanceof HttpException)) return undefined;
  const body = error.getResponse();
  return typeof body === 'object' && !('statusCode' in body) && 'status' in body ? body : undefined;
}
