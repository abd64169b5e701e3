import { Inject, Injectable } from '@nestjs/common';
import { readVisits, ReadError, type Visit, type Volume } from '@visits/persistence';
import { Problem } from '@visits/service';
import { visitsProblems } from './errors';
import { type HistoryQuery } from './schemas';
import { VOLUME } from './volume';

export interface History {
  readonly items: readonly Visit[];
  readonly first: number | null;
  readonly next: number | null;
}

/** Reads the log itself, in every state of the journal: what was counted can be seen also while nothing can be counted. */
@Injectable()
export class VisitHistory {
  constructor(@Inject(VOLUME) private readonly volume: Volume) {}

  /** Throws a Problem 503 `log-unreadable`. A volume without a log is an empty history. */
  async page(query: HistoryQuery): Promise<History> {
    try {
      return await readVisits(this.volume, query);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      if (error.code === 'missing') return { items: [], first: null, next: null };
      throw new Problem({
        ...visitsProblems['log-unreadable'],
        code: 'log-unreadable',
        detail: error.message,
        cause: error,
        headers: { 'retry-after': '1' },
      });
    }
  }

  /** The newest visits, newest first. */
  async newest(visits: number, limit: number): Promise<Visit[]> {
    const { items } = await this.page({ after: Math.max(0, visits - limit), limit });
    return [...items].reverse();
  }
}
