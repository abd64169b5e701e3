import type { Agent } from 'undici';
import type { Readable } from 'node:stream';
import { readBounded, reasonOf, TOO_LATE } from './http-answer';
import type { AskReason } from './transport';

export interface SiblingPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** A whole answer, or why there is none. */
export type SiblingText =
  | (Pick<SiblingPage, 'status' | 'headers'> & { readonly ok: true; readonly text: string })
  | { readonly ok: false; readonly reason: AskReason; readonly detail: string };

/** A sibling whose disk hangs says so after 5 s: that is still heard. */
const SILENCE_MS = 6_000;
const CONNECT_MS = 2_000;
/** For each sibling. */
const CONNECTIONS = 4;

/** Reads what a sibling answers to people, on connections of its own: a slow page holds up no count. */
export class SiblingReader {
  #agent: Agent | null = null;

  /** `origin` is one that discovery named. Rejects where it does not answer in time; the body ends with the signal. */
  async get(
    origin: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<SiblingPage> {
    // As in HttpTransport: a start has no time for it.
    const undici = await import('undici');
    this.#agent ??= new undici.Agent({
      connections: CONNECTIONS,
      connect: { timeout: CONNECT_MS },
      headersTimeout: SILENCE_MS,
      bodyTimeout: SILENCE_MS,
    });
    const answer = await this.#agent.request({ origin, path, method: 'GET', headers, signal });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }

  /** The same as a whole, in memory. Never rejects: ends within the time and bytes given, or with the signal. */
  async read(
    origin: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    limits: { readonly withinMs: number; readonly maxBytes: number; readonly signal: AbortSignal },
  ): Promise<SiblingText> {
    const over = new AbortController();
    const end = (): void => over.abort('over');
    const deadline = setTimeout(end, limits.withinMs);
    limits.signal.addEventListener('abort', end);
    if (limits.signal.aborted) end();
    try {
      const { body, ...head } = await this.get(origin, path, headers, over.signal);
      try {
        return { ok: true, ...head, text: await readBounded(body, limits.maxBytes) };
      } finally {
        if (!body.readableEnded) body.on('error', () => undefined).destroy();
      }
    } catch (error) {
      const [reason, detail] = over.signal.aborted ? TOO_LATE : reasonOf(error);
      return { ok: false, reason, detail };
    } finally {
      clearTimeout(deadline);
      limits.signal.removeEventListener('abort', end);
    }
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }
}
