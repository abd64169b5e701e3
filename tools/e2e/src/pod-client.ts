import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { eventually, GaveUp } from '@visits/testing/eventually';
import { type Receipt } from '@visits/testing/ledger';
import { config } from './cluster';
import { type Namespace } from './namespace';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly port?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const APP = 8080;
const SIDECAR = 9464;

const options: RequestOptions = {};
await config.applyToHTTPSOptions(options);

/** Asks one pod, ready or not, through the API server: nothing to forward, and the pod's own name in the path. */
export async function ask(
  namespace: Namespace,
  pod: string,
  path: string,
  { method = 'GET', port = APP, headers = {}, body }: Question = {},
): Promise<Answer> {
  const server = config.getCurrentCluster()!.server;
  const url = `${server}/api/v1/namespaces/${namespace.name}/pods/${pod}:${port}/proxy${path}`;
  const question = request(url, {
    ...options,
    method,
    headers: { ...options.headers, accept: 'application/json', 'user-agent': 'Mozilla/5.0 e2e', ...headers },
    timeout: 10_000,
  });
  question.on('timeout', () => question.destroy(new Error(`${pod}${path}: no answer in 10 s`)));
  question.end(body);
  const [answer] = (await once(question, 'response')) as [IncomingMessage];
  return { status: answer.statusCode!, body: await text(answer) };
}

/** One visit of a clock by a person. */
export async function visit(namespace: Namespace, pod: string): Promise<Receipt> {
  return receiptOf(await ask(namespace, pod, '/'));
}

/** One calculation by a person. */
export async function calculate(namespace: Namespace, pod: string, expression: string): Promise<Receipt> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ expression });
  return receiptOf(await ask(namespace, pod, '/calculations', { method: 'POST', headers, body }));
}

/** So many visits, one after the other; the last receipt. */
export async function visits(namespace: Namespace, pod: string, times: number): Promise<Receipt> {
  let last: Receipt | undefined;
  for (let i = 0; i < times; i += 1) last = await visit(namespace, pod);
  return last!;
}

export interface Count {
  readonly visits: number;
  readonly pod: string;
  readonly ordinal: number;
  readonly replica: string;
  readonly boot: string;
}

/** What the pod answers of its count, without counting. */
export async function countOf(namespace: Namespace, pod: string): Promise<Count> {
  const answer = await ask(namespace, pod, '/visits');
  if (answer.status !== 200) throw new Error(`${pod}/visits: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Count;
}

/**
 * The sidecar's page. It has no readiness, on purpose: a pod may be ready while its sidecar does not listen yet. With a
 * deadline of 0 it must listen now.
 */
export function scrape(namespace: Namespace, pod: string, deadlineMs = 30_000): Promise<string> {
  return eventually(`the sidecar of ${pod} listens`, deadlineMs, async () => {
    const { status, body } = await ask(namespace, pod, '/metrics', {
      port: SIDECAR,
      headers: { accept: 'text/plain' },
    });
    if (status === 200) return body;
    const said = `${pod}/metrics: ${status} ${body}`;
    throw /connection refused/.test(body) ? new Error(said) : new GaveUp(said);
  });
}

function receiptOf({ status, body }: Answer): Receipt {
  const { receipt } = (status < 300 ? JSON.parse(body) : {}) as { receipt?: Receipt };
  if (!receipt) throw new Error(`no receipt: ${status} ${body}`);
  return receipt;
}
