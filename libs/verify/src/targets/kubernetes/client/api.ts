import {
  HttpMethod,
  IsomorphicFetchHttpLibrary,
  type KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { type Chosen } from './config';
import { type ApiStatus, type Purpose, refused, unreachable } from './errors';
import { ServerClock } from './server-clock';

/** An API server that is short of CPU still answers. */
const TIMEOUT_MS = 30_000;

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Of a patch. */
  readonly contentType?: string;
  readonly timeoutMs?: number;
}

export interface Answer<T> {
  readonly body: T;
  readonly auditId: string | undefined;
}

/**
 * Requests by the library's configuration and transport, with bodies as they are on the wire: its typed calls drop each
 * field that their version does not know, and a spec put back by them would not be the one that was there.
 */
export class Api {
  readonly clock = new ServerClock();
  readonly config: KubeConfig;
  readonly #http = new IsomorphicFetchHttpLibrary();

  constructor(readonly chosen: Chosen) {
    this.config = chosen.config;
  }

  /** Rejects with ClusterError. `Date` and `Audit-Id` of each answer are read. */
  async request<T>(purpose: Purpose, path: string, request?: Request): Promise<Answer<T>> {
    const { body, auditId } = await this.text(purpose, path, request);
    return { body: JSON.parse(body) as T, auditId };
  }

  /** A body that is no JSON: a log. */
  async text(
    purpose: Purpose,
    path: string,
    {
      method = 'GET',
      query = {},
      body,
      contentType = 'application/json',
      timeoutMs = TIMEOUT_MS,
    }: Request = {},
  ): Promise<Answer<string>> {
    const { server } = this.chosen;
    const sentMs = Date.now();
    let status: number;
    let headers: Record<string, string>;
    let text: string;
    try {
      const context = new RequestContext(server.replace(/\/$/, '') + path, HttpMethod[method]);
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) context.setQueryParam(name, value);
      context.setHeaderParam('Accept', 'application/json, */*');
      context.setHeaderParam('User-Agent', 'visits-verify');
      if (body !== undefined) {
        context.setHeaderParam('Content-Type', contentType);
        context.setBody(JSON.stringify(body));
      }
      await this.config.applySecurityAuthentication(context);
      context.setSignal(AbortSignal.timeout(timeoutMs));
      const response = await this.#http.send(context).toPromise();
      ({ httpStatusCode: status, headers } = response);
      this.clock.learn(headers['date'], sentMs, Date.now());
      text = await response.body.text();
    } catch (error) {
      const late = (error as Error).name === 'AbortError';
      throw unreachable(server, late ? `no answer in ${timeoutMs / 1_000} s` : error);
    }
    const auditId = headers['audit-id'];
    if (status >= 200 && status < 300) return { body: text, auditId };
    throw Object.assign(refused(purpose, status, statusIn(text)), { auditId });
  }
}

function statusIn(text: string): ApiStatus {
  try {
    return JSON.parse(text) as ApiStatus;
  } catch {
    return { message: text.slice(0, 300) };
  }
}
