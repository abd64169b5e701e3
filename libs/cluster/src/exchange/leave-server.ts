import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  encodeSiblingAnswer,
  type LeaveMessage,
  parseLeaveMessage,
  type SiblingAnswer,
} from '../replicas/replica-schema';
import type { LeaveOutcome } from './transport';

/** What siblings may ask of a pod that leaves. */
export interface Hearer {
  answer(): SiblingAnswer;
  hear(message: LeaveMessage, remoteAddress: string): Promise<LeaveOutcome>;
}

/** Of a leave message. */
const MAX_BODY_BYTES = 16_384;
const REQUEST_MS = 2_000;

/**
 * Answers siblings at the service's address after its own listener has closed: pods that stop together could not report
 * their final counts to each other otherwise. Everybody else gets a 503, and nothing is counted.
 */
export class LeaveServer {
  private constructor(private readonly server: Server) {}

  /** null where the address is taken by now. */
  static async listen({ address, port }: AddressInfo, pod: Hearer): Promise<LeaveServer | null> {
    const server = createServer(
      { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS },
      (request, response) => {
        void answer(request, response, pod);
      },
    );
    server.listen(port, address);
    try {
      await once(server, 'listening');
    } catch {
      return null;
    }
    server.on('error', () => undefined);
    return new LeaveServer(server);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, pod: Hearer): Promise<void> {
  const [status, body] = await answerOf(request, pod);
  const { pod: name, boot } = pod.answer();
  response.writeHead(status, {
    // As on every answer: whoever has it knows that it was this process, and no proxy, that did not count.
    'x-pod': name,
    'x-boot': boot,
    ...(body ? { 'content-type': status < 300 ? 'application/json' : 'application/problem+json' } : {}),
    ...(status === 503 ? { 'retry-after': '1' } : {}),
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(body ? JSON.stringify(body) : undefined);
}

const STOPPED = {
  type: 'about:blank',
  status: 503,
  code: 'unavailable',
  title: 'Unavailable',
  detail: 'This pod has stopped. The request was not counted.',
  action: 'Send it again: another pod may take it.',
};

async function answerOf(request: IncomingMessage, pod: Hearer): Promise<[status: number, body?: object]> {
  if (request.url !== '/replicas') return [503, STOPPED];
  if (request.method === 'GET') return [200, encodeSiblingAnswer(pod.answer())];
  if (request.method !== 'POST') return [503, STOPPED];
  try {
    const message = parseLeaveMessage(JSON.parse(await textOf(request)));
    const outcome = await pod.hear(message, request.socket.remoteAddress ?? '');
    return [outcome === 'not-taken' ? 403 : 202];
  } catch {
    return [400];
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
