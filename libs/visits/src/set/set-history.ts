import { Inject, Injectable } from '@nestjs/common';
import { Cluster, type Other } from '@visits/cluster';
import { Problem } from '@visits/service';
import { visitsProblems } from '../errors';
import { type History, VisitHistory } from '../history/visit-history';
import { PodIdentity } from '../pod-identity';
import { plainName } from '../relay/relay-headers';
import { VisitCount } from '../visit-count';
import { addressOf, isForward, linesOf, merged, NO_LINES, placeIn, type SetPlace } from './merged-lines';
import { type SetHistoryAnswer } from './set-schemas';
import { type Lack, SiblingLines } from './sibling-lines';

/** Of one answer; a request for the total asks so many as well. */
const MAX_ASKED = 100;
/** Each holds one page in memory. */
const CONCURRENCY = 8;
/** A sibling whose disk hangs says so after 5 s: that is still heard. */
const ANSWER_MS = 6_000;
/** For one that did not answer the last question either: it may be back. */
const TROUBLED_MS = 1_000;
/** Nobody waits longer for all of them together. */
export const ALL_MS = 8_000;
const MAX_SET_READS = 4;

const NOT_ASKED: Lack = { reason: 'not-asked', detail: 'There was no time left to ask it.' };
const NO_VOLUME: Lack = { reason: 'not-heard', detail: 'It has not opened a volume.' };

interface Asked extends SetPlace {
  readonly limit: number;
}

type Who = Pick<Other, 'pod' | 'ordinal' | 'replica'>;

interface Source {
  readonly who: Who;
  readonly read: () => Promise<History | Lack>;
}

/** The lines of all replicas by time. Each is asked for a page of its own log: the page of all is among those. */
@Injectable()
export class SetHistory {
  #underWay = 0;

  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(SiblingLines) private readonly siblings: SiblingLines,
    @Inject(VisitHistory) private readonly history: VisitHistory,
    @Inject(VisitCount) private readonly count: VisitCount,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
  ) {}

  /** Names each of which lines may be missing. Throws a Problem only where nobody can be read, or too many ask. */
  async page(asked: Asked, signal: AbortSignal): Promise<SetHistoryAnswer> {
    if (this.#underWay >= MAX_SET_READS) {
      throw new Problem({ ...visitsProblems['too-many-streams'], code: 'too-many-streams' });
    }
    this.#underWay += 1;
    try {
      return await this.#gathered(asked, await this.#sources(asked, signal));
    } finally {
      this.#underWay -= 1;
    }
  }

  async #sources(asked: Asked, signal: AbortSignal): Promise<readonly Source[]> {
    const own = { ...this.identity.now(), replica: (await this.count.now()).replica };
    const all = await this.cluster.others();
    // A pod that waits for its volume reads it as well as the one that holds it.
    const others = all.filter(({ replica }) => replica === null || replica !== own.replica);
    others.sort((a, b) => Number(a.reason !== null) - Number(b.reason !== null));
    const dueMs = performance.now() + ALL_MS;
    return [
      { who: own, read: () => this.#own(own.replica, asked) },
      ...others.map((who, index) => ({
        who,
        read: async () => {
          if (who.origin === null || who.replica === null) return { ...who, reason: who.reason ?? '' };
          const withinMs = Math.min(who.reason ? TROUBLED_MS : ANSWER_MS, dueMs - performance.now());
          if (withinMs <= 0 || index >= MAX_ASKED) return NOT_ASKED;
          const { origin, replica } = who;
          const place = { ...placeIn(replica, asked), limit: asked.limit };
          return this.siblings.page({ origin, replica }, place, withinMs, signal);
        },
      })),
    ];
  }

  async #own(replica: string | null, asked: Asked): Promise<History | Lack> {
    if (replica === null) return NO_VOLUME;
    try {
      return await this.history.page({ ...placeIn(replica, asked), limit: asked.limit });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { reason: error.code, detail: error.detail, problem: error };
    }
  }

  async #gathered(asked: Asked, sources: readonly Source[]): Promise<SetHistoryAnswer> {
    const lacks = new Map<Who, Lack>();
    let lines = NO_LINES;
    const waiting = [...sources];
    const readNext = async (): Promise<void> => {
      for (let source = waiting.shift(); source; source = waiting.shift()) {
        const { pod, ordinal, replica } = source.who;
        const found = await source.read();
        if ('reason' in found) lacks.set(source.who, found);
        else {
          const who = { pod: plainName(pod), ordinal, replica: replica ?? '' };
          lines = merged(lines, linesOf(who, found, asked), asked.limit, isForward(asked));
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, readNext));
    const problem = [...lacks.values()].find((lack) => lack.problem)?.problem;
    if (problem && lacks.size === sources.length) throw problem;
    const [oldest, newest] = [lines.items[0], lines.items.at(-1)];
    return {
      items: [...lines.items],
      older: oldest && lines.hasOlder ? addressOf(oldest) : null,
      newer: newest && lines.hasNewer ? addressOf(newest) : null,
      missing: sources.flatMap(({ who }) => {
        const lack = lacks.get(who);
        if (!lack) return [];
        const { pod, ordinal, replica } = who;
        return [{ pod: plainName(pod), ordinal, replica, reason: lack.reason, detail: lack.detail }];
      }),
    };
  }
}
