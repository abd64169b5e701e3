import type { Agent, Dispatcher } from 'undici';
import type { Asked, AskReason, Farewell, Sibling, SiblingAnswer, Transport } from './ports';
import { MAX_ANSWER_BYTES, parseSiblingAnswer } from './replica-schema';

const PATH = '/replicas';
/** Longer than the pause between two rounds, shorter than the 72 s after which the other end closes. */
const KEEP_ALIVE_MS = 30_000;
/** Nothing of ours waits so long: the signal of each request ends it before. */
const LAST_RESORT_MS = 5_000;

class Refusal extends Error {
  constructor(
    readonly reason: AskReason,
    detail: string,
  ) {
    super(detail);
  }
}

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

  /** Whether it was heard is not known: the sibling hears the same from others, or asks again. */
  async tell({ origin }: Sibling, farewell: Farewell, signal: AbortSignal): Promise<void> {
    if (origin === null) return;
    try {
      const { body } = await this.#request(origin, signal, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(farewell),
      });
      await body.dump();
    } catch {
      // A last word that nobody takes is lost: the entry stays `cached` instead of `final`.
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
      return parseSiblingAnswer(parsed(await readBounded(body)));
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

/** Stops at the limit, whatever the sender claims or goes on to send. */
async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new Refusal('too-large', `It sent more than ${MAX_ANSWER_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('bad-answer', 'It sent no valid JSON.');
  }
}

const TOO_LATE: readonly [AskReason, string] = ['timeout', 'It did not answer in time.'];

const BY_CODE: Readonly<Record<string, readonly [AskReason, string]>> = {
  'bad-answer': ['bad-answer', ''],
  ECONNREFUSED: ['connection-refused', 'Nothing listens at its address.'],
  ETIMEDOUT: TOO_LATE,
  UND_ERR_CONNECT_TIMEOUT: TOO_LATE,
  UND_ERR_HEADERS_TIMEOUT: TOO_LATE,
  UND_ERR_BODY_TIMEOUT: TOO_LATE,
  UND_ERR_HEADERS_OVERFLOW: ['too-large', 'Its headers are too large.'],
};

function reasonOf(error: unknown): readonly [AskReason, string] {
  if (error instanceof Refusal) return [error.reason, error.message];
  const { name, code = 'unknown', message = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (name === 'HTTPParserError') return ['bad-answer', 'It does not speak HTTP.'];
  const known = BY_CODE[code];
  if (known) return [known[0], known[1] || message];
  return ['connection-failed', `The connection failed (${printable(code)}).`];
}

/** Foreign words may end up in a log or on a page: short, and without control characters. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}
