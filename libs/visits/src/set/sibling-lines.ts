import { Inject, Injectable } from '@nestjs/common';
import { SiblingReader } from '@visits/cluster';
import { type HistoryPlace } from '@visits/persistence';
import { type Problem } from '@visits/service';
import { type History } from '../history/visit-history';
import { PodIdentity } from '../pod-identity';
import { OF_REPLICA, RELAYED } from '../relay/relay-headers';
import { historySchema } from '../schemas';

/** Why the lines of a replica are not here. `problem`: of this pod's own volume. */
export interface Lack {
  readonly reason: string;
  readonly detail: string;
  readonly problem?: Problem;
}

/** A text has at most 512 bytes; the rest is its time, its number, and what JSON escapes. */
const MAX_LINE_BYTES = 1024;
const MAX_ENVELOPE_BYTES = 4096;

const BAD_ANSWER: Lack = { reason: 'bad-answer', detail: 'It did not answer with lines.' };

/** A page of a sibling's own log, from the pod that says that it is that replica. */
@Injectable()
export class SiblingLines {
  constructor(
    @Inject(SiblingReader) private readonly reader: SiblingReader,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
  ) {}

  /** Never rejects. */
  async page(
    { origin, replica }: { readonly origin: string; readonly replica: string },
    { limit, ...place }: HistoryPlace & { readonly limit: number },
    withinMs: number,
    signal: AbortSignal,
  ): Promise<History | Lack> {
    const query = new URLSearchParams({ replica, limit: String(limit) });
    for (const [name, value] of Object.entries(place)) query.set(name, String(value));
    const headers = { accept: 'application/json', 'user-agent': 'visits', [RELAYED]: this.identity.pod };
    const maxBytes = MAX_ENVELOPE_BYTES + limit * MAX_LINE_BYTES;
    const limits = { withinMs, maxBytes, signal };
    const answer = await this.reader.read(origin, `/visits/log?${query}`, headers, limits);
    if (!answer.ok) return answer;
    if (answer.headers[OF_REPLICA] !== replica) {
      return { reason: 'other-replica', detail: 'What answers at its address is not that replica now.' };
    }
    const body = parsed(answer.text);
    if (answer.status !== 200) return refusalOf(body);
    const { success, data } = historySchema.safeParse(body);
    return success && data.items.length <= limit ? data : BAD_ANSWER;
  }
}

function refusalOf(body: unknown): Lack {
  const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown };
  if (typeof code !== 'string' || !/^[a-z-]{1,40}$/.test(code)) return BAD_ANSWER;
  return {
    reason: code,
    detail: String(detail)
      .replace(/\p{Cc}/gu, '?')
      .slice(0, 300),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
