import { Inject, Injectable } from '@nestjs/common';
import {
  BoundedReads,
  type HistoryPlace,
  Journal,
  JournalError,
  ReadError,
  readVisits,
  type Visit,
  type Volume,
} from '@visits/persistence';
import { Problem } from '@visits/service';
import { visitsProblems } from '../errors';
import { readProblem } from '../read-problem';
import { VOLUME } from '../volume';

export interface History {
  readonly items: readonly Visit[];
  readonly first: number | null;
  readonly next: number | null;
}

export type HistoryQuery = HistoryPlace & { readonly limit: number };

/** Reads the log itself, in every state of the journal: what was counted can be seen also while nothing can be counted. */
@Injectable()
export class VisitHistory {
  constructor(
    @Inject(VOLUME) private readonly volume: Volume,
    @Inject(BoundedReads) private readonly reads: BoundedReads,
    @Inject(Journal) private readonly journal: Journal,
  ) {}

  /** Throws a Problem 503 `log-unreadable`, or `stalled` where the disk does not answer. A volume without a log is an empty history. */
  async page({ limit, after, before, around, since, until }: HistoryQuery): Promise<History> {
    try {
      // A caller that was answered a count sees its line: a read that began before that is not shared.
      const key = `${this.journal.status().visits}:${[limit, after, before, around, since, until].join()}`;
      const query = { limit, after, before, around, since, until };
      return await this.reads.share(key, () => readVisits(this.volume, query));
    } catch (error) {
      if (error instanceof ReadError && error.code === 'missing')
        return { items: [], first: null, next: null };
      throw error instanceof ReadError || error instanceof JournalError ? readProblem(error) : error;
    }
  }

  /** The newest visits, newest first. */
  async newest(limit: number): Promise<Visit[]> {
    const { items } = await this.page({ before: Infinity, limit });
    return [...items].reverse();
  }

  /** One visit. Throws a Problem 404 `line-not-kept` where there is none of this number, or none any more. */
  async one(n: number): Promise<Visit> {
    const { items } = await this.page({ after: n - 1, limit: 1 });
    const [visit] = items;
    if (visit?.n === n) return visit;
    throw new Problem({ ...visitsProblems['line-not-kept'], code: 'line-not-kept' });
  }
}
