import { request } from 'undici';
import { errnoOf } from '@visits/local-set';
import { CliError } from './errors';

const DEADLINE_MS = 5_000;
const USER_AGENT = 'visits-cli';

export interface AskOptions {
  readonly userAgent?: string;
  readonly deadlineMs?: number;
  /** Ends it early, as an answer that did not come. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The answer's JSON; `http://host/prefix/` is asked for `/prefix/total`. Throws CliError with what the service said, or
 * why nobody said anything.
 */
export async function askService<T>(
  url: URL,
  path: string,
  { userAgent = USER_AGENT, deadlineMs = DEADLINE_MS, signal }: AskOptions = {},
): Promise<T> {
  const at = new URL(`.${path}`, url);
  let text: string;
  let status: number;
  let isOurs: boolean;
  const over = new AbortController();
  const end = (): void => over.abort();
  const deadline = setTimeout(end, deadlineMs);
  signal?.addEventListener('abort', end);
  try {
    const answer = await request(at, {
      headers: { accept: 'application/json', 'user-agent': userAgent },
      signal: over.signal,
    });
    status = answer.statusCode;
    isOurs = answer.headers['x-pod'] !== undefined;
    text = await answer.body.text();
  } catch (error) {
    throw silence(url, error);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', end);
  }
  const body = jsonOf(text);
  if (status === 200 && body && isOurs) return body as T;
  throw refusal(at, status, body);
}

/** What the service said where it did not give what was asked for. */
function refusal(at: URL, status: number, body: object | null): CliError {
  const { code, detail, action } = ((status !== 200 && body) || {}) as Partial<Record<string, string>>;
  return new CliError(
    code === 'total-unknown' ? code : 'not-answered',
    detail ?? `${at.href} answered ${status}, and not as a service of Visits does.`,
    action ?? 'Give the address of a clock or a calculator.',
  );
}

/**
 * The `total` events of a service, one `data` each, as they come; ends when the service ends the stream. Throws as
 * `askService` does; a stream in which not even a beat comes for a while is broken.
 */
export async function* eventsOf<T>(url: URL, path: string, signal: AbortSignal): AsyncGenerator<T> {
  const at = new URL(`.${path}`, url);
  try {
    const { statusCode, headers, body } = await request(at, {
      headers: { accept: 'text/event-stream', 'user-agent': USER_AGENT },
      headersTimeout: DEADLINE_MS,
      bodyTimeout: DEADLINE_MS,
      signal,
    });
    if (statusCode !== 200 || headers['x-pod'] === undefined)
      throw refusal(at, statusCode, jsonOf(await body.text()));
    let rest = '';
    for await (const part of body.setEncoding('utf8') as AsyncIterable<string>) {
      const events = (rest + part).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^event: total$/m.test(event) ? /^data: (.*)$/m.exec(event)?.[1] : undefined;
        const value = data === undefined ? null : jsonOf(data);
        if (value) yield value as T;
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof CliError ? error : silence(url, error);
  }
}

function silence(url: URL, error: unknown): CliError {
  const code = errnoOf(error);
  const why =
    code === 'ECONNREFUSED'
      ? `Nothing listens at ${url.origin}.`
      : `${url.origin} does not answer (${code ?? 'in time'}).`;
  return new CliError(
    'not-listening',
    why,
    'Start the service, or give its address, such as: visits total http://localhost:8000',
    error,
  );
}

function jsonOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text, printable);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** Names come from whoever answered a pod: they must not steer the terminal that shows them. */
function printable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Cc}/gu, '?') : value;
}
