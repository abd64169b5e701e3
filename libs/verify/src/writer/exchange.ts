import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';

export interface Question {
  readonly origin: string;
  readonly method: 'GET' | 'POST' | 'HEAD';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until a connection stands. */
  readonly connectTimeoutMs?: number;
  /** For all of it. */
  readonly timeoutMs: number;
}

/** All that one request showed. Whatever is missing was not seen. */
export interface Exchange {
  /** A connection came about: from then on the server may have read the request. */
  readonly connected: boolean;
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
  /** As far as it came. */
  readonly body: string;
  /** Why it did not end well: the system's own code, or `TIMEOUT`. */
  readonly error?: string;
}

const CONNECT_TIMEOUT_MS = 2_000;

/** One request on a connection of its own; nothing here or below retries. Never rejects. */
export function exchange(question: Question): Promise<Exchange> {
  // A pod that has no address yet, or no longer.
  if (question.origin === '') return Promise.resolve({ connected: false, body: '', error: 'NO_ADDRESS' });
  return new Promise((resolve) => {
    const { origin, method, path, headers, body, timeoutMs } = question;
    let connected = false;
    let head: { status?: number; headers?: IncomingHttpHeaders } = {};
    let text = '';
    const request = httpRequest(new URL(path, origin), {
      method,
      agent: false,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    });
    const end = (error?: string) => {
      clearTimeout(connecting);
      clearTimeout(whole);
      resolve({ connected, ...head, body: text, ...(error === undefined ? {} : { error }) });
      request.destroy();
    };
    const connecting = setTimeout(() => end('TIMEOUT'), question.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
    const whole = setTimeout(() => end('TIMEOUT'), timeoutMs);
    request.on('socket', (socket) =>
      socket.once('connect', () => {
        connected = true;
        clearTimeout(connecting);
      }),
    );
    request.on('response', (response) => {
      head = { status: response.statusCode, headers: response.headers };
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => end());
      response.on('aborted', () => end('ECONNRESET'));
      response.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'ERROR'));
    });
    request.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'ERROR'));
    request.end(body);
  });
}
