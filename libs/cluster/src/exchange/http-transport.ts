import type { Agent, Dispatcher } from 'undici';
import type { Sibling } from '../discovery/sibling';
import type { LeaveMessage, SiblingAnswer } from '../replicas/replica-schema';
import { MAX_ANSWER_BYTES, parseSiblingAnswer } from '../replicas/replica-schema';
import { printable, readBounded, reasonOf, Refusal, TOO_LATE } from './http-answer';
import type { Asked, LeaveOutcome, Transport } from './transport';

const PATH = '/replicas';
/** Longer than the pause between two rounds, shorter than the 72 s after which the other end closes. */
const KEEP_ALIVE_MS = 30_000;
/** Nothing of ours waits so long: the signal of each request ends it before. */
const LAST_RESORT_MS = 5_000;

/** Asks siblings by HTTP, on connections that are kept. Origins are addresses, so nothing is looked up here. */
export class HttpTransport implements Transport {
  #agent: Agent | null = null;

  async ask({ origin }: Sibling, signal: AbortSignal): Promise<Asked> {
    if (origin === null) {
      return { ok: false, reason: 'connection-failed', detail: 'It has no address.', address: null };
    }
    const address = new URL(origin).host;
    try {
      return { ok: true, answer: await this.#get(origin, signal), address };
    } catch (error) {
      const [reason, detail] = signal.aborted ? TOO_LATE : reasonOf(error);
      return { ok: false, reason, detail, address };
    }
  }

  async leave({ origin }: Sibling, message: LeaveMessage, signal: AbortSignal): Promise<LeaveOutcome> {
    if (origin === null) return 'not-taken';
    try {
      const { statusCode, body } = await this.#request(origin, signal, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      });
      await body.dump();
      if (statusCode === 202) return 'stopping';
      return statusCode === 204 ? 'taken' : 'not-taken';
    } catch {
      // A final count that nobody takes is lost: the entry stays `cached`.
      return 'not-taken';
    }
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }

  async #get(origin: string, signal: AbortSignal): Promise<SiblingAnswer> {
    const { statusCode, headers, body } = await this.#request(origin, signal, { method: 'GET' });
    try {
      if (statusCode !== 200) throw new Refusal('bad-status', `It answered ${statusCode}.`);
      const type = String(headers['content-type'] ?? 'nothing');
      if (!/^application\/json\b/i.test(type)) {
        throw new Refusal('bad-answer', `It answered ${printable(type)} instead of JSON.`);
      }
      return parseSiblingAnswer(parsed(await readBounded(body, MAX_ANSWER_BYTES)));
    } finally {
      // What is left of an answer that was refused must not hold its connection.
      if (!body.readableEnded) body.on('error', () => undefined).destroy();
    }
  }

  async #request(
    origin: string,
    signal: AbortSignal,
    options: Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body'>,
  ): Promise<Dispatcher.ResponseData> {
    // Loaded with the first question: a start has no time for it, and a pod alone never needs it.
    const undici = await import('undici');
    this.#agent ??= new undici.Agent({
      connections: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      connect: { timeout: LAST_RESORT_MS },
      headersTimeout: LAST_RESORT_MS,
      bodyTimeout: LAST_RESORT_MS,
    });
    const headers = { accept: 'application/json', 'user-agent': 'visits', ...options.headers };
    return undici.request(origin + PATH, { ...options, headers, signal, dispatcher: this.#agent });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('bad-answer', 'It sent no valid JSON.');
  }
}
