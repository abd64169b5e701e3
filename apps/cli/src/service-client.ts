import { request } from 'undici';
import { CliError, errnoOf } from './errors';

const DEADLINE_MS = 5_000;

/** Where the service of this pod listens: `kubectl exec clock-0 -- visits total` needs no address. */
export function serviceUrl(given: string | undefined, env: NodeJS.ProcessEnv): URL {
  const text = given ?? `http://127.0.0.1:${env.PORT || 8080}`;
  const whole = /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (URL.canParse(whole)) return new URL(whole);
  throw new CliError('url-invalid', `${text} is no address.`, 'Give one such as http://localhost:8000.');
}

/** The answer's JSON. Throws CliError with what the service said, or why nobody said anything. */
export async function askService<T>(url: URL, path: string): Promise<T> {
  const at = new URL(path, url);
  let text: string;
  let status: number;
  let isOurs: boolean;
  try {
    const answer = await request(at, {
      headers: { accept: 'application/json', 'user-agent': 'visits-cli' },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    status = answer.statusCode;
    isOurs = answer.headers['x-pod'] !== undefined;
    text = await answer.body.text();
  } catch (error) {
    throw silence(url, error);
  }
  const body = jsonOf(text);
  if (status === 200 && body && isOurs) return body as T;
  const { detail, action } = ((status !== 200 && body) || {}) as { detail?: string; action?: string };
  throw new CliError(
    'not-answered',
    detail ?? `${at.href} answered ${status}, and not as a service of Visits does.`,
    action ?? 'Give the address of a clock or a calculator.',
  );
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
