import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { onRequestHookHandler } from 'fastify';
import { type Problem } from '../problems/problem';
import { type ProblemCode, knownProblem } from '../problems/problem-codes';
import { problemView } from '../problems/problem-body';
import { type AnswerHeaders } from './answer-headers';
import { type RouteTable } from './route-table';

const byNodeCode: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** What Node's parser refuses never becomes a request: the answer is written to the socket by hand. */
export function clientErrorHandler(headers: AnswerHeaders) {
  return (error: { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    writeProblem(socket, knownProblem(byNodeCode[error.code ?? ''] ?? 'malformed-request'), headers);
  };
}

/** What Node answers itself, or ends in silence, where nobody listens: an unknown Expect, and CONNECT. */
export function answerForNode(server: Server, headers: AnswerHeaders, routes: RouteTable): void {
  server.on('checkExpectation', ({ socket }: IncomingMessage, response: ServerResponse) => {
    response.detachSocket(socket);
    writeProblem(socket, knownProblem('expectation-failed'), headers);
  });
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    const allow = routes.methodsOf('*').join(', ');
    writeProblem(socket, knownProblem('method-not-allowed', { headers: { allow } }), headers);
  });
}

/** HTTP/1.1 needs a Host (RFC 9112, section 3.2). */
export const hostHook: onRequestHookHandler = (request, _reply, done) => {
  if (request.headers.host !== undefined || request.raw.httpVersion !== '1.1') return done();
  const detail = 'A request in HTTP/1.1 names its host.';
  const headers = { connection: 'close' };
  done(knownProblem('malformed-request', { detail, action: 'Send a Host header.', headers }));
};

function writeProblem(socket: Socket, problem: Problem, headers: AnswerHeaders): void {
  const body = `${JSON.stringify(problemView(problem))}\n`;
  const lines = Object.entries({
    ...headers,
    ...problem.headers,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}\r\n`;
  socket.on('error', () => socket.destroy());
  socket.end(`${status}${lines.join('')}\r\n${body}`);
}
