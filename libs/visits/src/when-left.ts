import type { FastifyReply } from 'fastify';

/** Acts once the client has its answer, or has left; at once where it left before this was asked for. */
export function whenLeft({ raw }: FastifyReply, act: () => void): void {
  if (raw.destroyed) act();
  else raw.once('close', act);
}
