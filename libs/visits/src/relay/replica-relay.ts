import { Inject, Injectable } from '@nestjs/common';
import { Cluster, type SiblingPage, SiblingReader, type Whereabouts } from '@visits/cluster';
import { Problem, traceIdOf } from '@visits/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { visitsProblems } from '../errors';
import { PodIdentity } from '../pod-identity';
import { VisitCount } from '../visit-count';
import { whenLeft } from '../when-left';
import { OF_REPLICA, plainName, RELAYED } from './relay-headers';

const RELAY_WITHIN_MS = 30_000;
/** So many at one time, so that slow readers of siblings take neither memory nor sockets without end. */
const MAX_RELAYS = 32;

type Found = Extract<Whereabouts, { kind: 'sibling' }>;

/**
 * What `?replica=` names is answered by that volume's own pod, whichever pod a balancer chose: this one asks the sibling,
 * one step far, at an address that discovery named. A pod that cannot says which one to ask.
 */
@Injectable()
export class ReplicaRelay {
  #underWay = 0;

  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(SiblingReader) private readonly reader: SiblingReader,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(VisitCount) private readonly count: VisitCount,
  ) {}

  /**
   * True: a sibling answered, and its answer was sent. False: this pod is the one to answer. Throws a Problem
   * `replica-unknown`, `replica-unreachable` or `too-many-streams`.
   */
  async answered(
    replica: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    const own = await this.#own(replica);
    if (replica === undefined || replica === own) {
      if (own !== null) void reply.header(OF_REPLICA, own);
      return false;
    }
    const found = this.cluster.locate(replica);
    if (found.kind === 'unknown') throw this.#unknown();
    if (found.kind === 'silent' || request.headers[RELAYED] !== undefined) throw this.#unreachable(found);
    if (this.#underWay >= MAX_RELAYS) throw problem('too-many-streams');
    this.#underWay += 1;
    whenLeft(reply, () => (this.#underWay -= 1));
    await this.#relay(replica, found, request, reply);
    return true;
  }

  /** A pod that waits for its volume's lock can read it all the same. */
  async #own(asked: string | undefined): Promise<string | null> {
    const { replica } = this.identity.now();
    return replica !== null || asked === undefined ? replica : (await this.count.now()).replica;
  }

  async #relay(replica: string, found: Found, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const over = new AbortController();
    const deadline = setTimeout(() => over.abort(), RELAY_WITHIN_MS);
    whenLeft(reply, () => {
      clearTimeout(deadline);
      over.abort();
    });
    const answer = await this.#ask(found, request, over.signal);
    if (answer === null || answer.headers[OF_REPLICA] !== replica) {
      answer?.body.on('error', () => undefined).destroy();
      throw this.#unreachable(found);
    }
    const { status, headers, body } = answer;
    for (const name of ['content-type', 'content-disposition', 'retry-after', OF_REPLICA]) {
      const value = headers[name];
      if (typeof value === 'string') void reply.header(name, value);
    }
    void reply.code(status).header('x-relayed-from', plainName(found.pod)).send(body);
  }

  async #ask(
    found: Found,
    { url, headers }: FastifyRequest,
    signal: AbortSignal,
  ): Promise<SiblingPage | null> {
    try {
      return await this.reader.get(
        found.origin,
        url,
        {
          accept: headers.accept ?? '*/*',
          'user-agent': 'visits',
          [RELAYED]: this.identity.pod,
          ...(traceIdOf(headers['traceparent']) && { traceparent: headers['traceparent'] as string }),
        },
        signal,
      );
    } catch {
      return null;
    }
  }

  #unknown(): Problem {
    const detail = `${this.identity.pod} has never heard of this replica.`;
    return problem('replica-unknown', { detail });
  }

  #unreachable({ pod, ...found }: Exclude<Whereabouts, { kind: 'unknown' }>): Problem {
    const name = plainName(pod);
    const heard =
      found.kind === 'silent' ? ` It was heard last ${Math.round(found.ageMs / 1000)} s ago.` : '';
    return problem('replica-unreachable', {
      detail: `This is ${this.identity.pod}. That replica is the volume of ${name}, which does not answer for it now.${heard}`,
      action: `Try again in a second, or ask ${name} itself; see /peers for what is wrong with it.`,
      headers: { 'retry-after': '1' },
    });
  }
}

type Code = 'replica-unknown' | 'replica-unreachable' | 'too-many-streams';

function problem(code: Code, more: Partial<ConstructorParameters<typeof Problem>[0]> = {}): Problem {
  return new Problem({ ...visitsProblems[code], code, ...more });
}
