import type { AskReason } from './transport';

/** What a sibling sent is no answer. */
export class Refusal extends Error {
  constructor(
    readonly reason: AskReason,
    detail: string,
  ) {
    super(detail);
  }
}

/** Stops at the limit, whatever the sender claims or goes on to send. */
export async function readBounded(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new Refusal('too-large', `It sent more than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export const TOO_LATE: readonly [AskReason, string] = ['timeout', 'It did not answer in time.'];

const BY_CODE: Readonly<Record<string, readonly [AskReason, string]>> = {
  'bad-answer': ['bad-answer', ''],
  ECONNREFUSED: ['connection-refused', 'Nothing listens at its address.'],
  ETIMEDOUT: TOO_LATE,
  UND_ERR_CONNECT_TIMEOUT: TOO_LATE,
  UND_ERR_HEADERS_TIMEOUT: TOO_LATE,
  UND_ERR_BODY_TIMEOUT: TOO_LATE,
  UND_ERR_HEADERS_OVERFLOW: ['too-large', 'Its headers are too large.'],
};

/** Of an answer that did not come, or not whole. */
export function reasonOf(error: unknown): readonly [AskReason, string] {
  if (error instanceof Refusal) return [error.reason, error.message];
  const { name, code = 'unknown', message = '' } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (name === 'HTTPParserError') return ['bad-answer', 'It does not speak HTTP.'];
  const known = BY_CODE[code];
  if (known) return [known[0], known[1] || message];
  return ['connection-failed', `The connection failed (${printable(code)}).`];
}

/** Foreign words may end up in a log or on a page: short, and without control characters. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}
