import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ProblemCode, knownProblem } from '../problems/problem-codes';
import { problemView } from '../problems/problem-body';
import { type AnswerHeaders } from './answer-headers';

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
    const problem = knownProblem(byNodeCode[error.code ?? ''] ?? 'malformed-request');
    const body = JSON.stringify(problemView(problem, undefined));
    const lines = Object.entries({
      ...headers,
      'content-type': 'application/problem+json',
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}\r\n`;
    socket.end(`${status}${lines.join('')}\r\n${body}`);
  };
}
