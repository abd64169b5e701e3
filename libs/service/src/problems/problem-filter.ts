import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { traceIdOf } from '../http/trace-context';
import { type Logger } from '../logging/logger';
import { type Problem, type ProblemRenderer } from './problem';
import { problemBody, problemView } from './problem-body';
import { problemOf } from './problem-of';
import { replyWith } from './problem-reply';

export function sendProblem(
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
  render: ProblemRenderer | undefined,
): void {
  const view = problemView(problem, request.url, traceIdOf(request.headers['traceparent']));
  const { contentType, text } = problemBody(view, request, render);
  void replyWith(problem, reply).header('content-type', contentType).send(text);
}

/** Every error that meets Nest or Fastify inside a request becomes a problem document or page. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
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
    const problem = problemOf(error);
    if (problem.status === 500) this.logger.error({ err: error }, 'request failed');
    sendProblem(problem, request, reply, this.render);
  }
}

/** A body that its thrower chose (terminus' health result); Nest's own exceptions carry a statusCode in theirs. */
function deliberateBody(error: unknown): object | undefined {
  if (!(error instanceof HttpException)) return undefined;
  const body = error.getResponse();
  return typeof body === 'object' && !('statusCode' in body) && 'status' in body ? body : undefined;
}
