import { Inject, Injectable } from '@nestjs/common';
import { Drain, Problem } from '@visits/service';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { visitsProblems } from '../errors';
import { PodIdentity } from '../pod-identity';
import { whenLeft } from '../when-left';
import { jsonLine, textLine } from './lines';
import { VisitHistory } from './visit-history';

const forms = {
  text: { type: 'text/plain', ending: 'log', line: textLine },
  ndjson: { type: 'application/x-ndjson', ending: 'ndjson', line: jsonLine },
} as const;

/** One bounded read of the volume at a time, for as long as its reader takes it. */
const LINES_PER_READ = 1000;
const MAX_DOWNLOADS = 4;

/** All lines that a volume keeps, as one file. */
@Injectable()
export class HistoryDownloads {
  #underWay = 0;

  constructor(
    @Inject(VisitHistory) private readonly history: VisitHistory,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(Drain) private readonly drain: Drain,
  ) {}

  /**
   * A disk that fails on the way breaks the connection, so that no reader takes a part for the whole. Throws a Problem
   * `too-many-streams`, and what VisitHistory throws.
   */
  async send(reply: FastifyReply, form: keyof typeof forms, after: number): Promise<void> {
    if (this.#underWay >= MAX_DOWNLOADS) {
      throw new Problem({ ...visitsProblems['too-many-streams'], code: 'too-many-streams' });
    }
    this.#underWay += 1;
    whenLeft(reply, () => (this.#underWay -= 1));
    const { type, ending, line } = forms[form];
    const first = await this.history.page({ after, limit: LINES_PER_READ });
    const file = `${this.identity.pod.replace(/[^\w.-]/g, '_')}-visits.${ending}`;
    void reply
      .type(`${type}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="${file}"`)
      .send(Readable.from(this.#parts(first, line), { signal: this.drain.signal }));
  }

  async *#parts(
    first: Awaited<ReturnType<VisitHistory['page']>>,
    line: typeof textLine,
  ): AsyncGenerator<string> {
    let page = first;
    for (;;) {
      yield page.items.map(line).join('');
      if (page.next === null) return;
      page = await this.history.page({ after: page.next, limit: LINES_PER_READ });
    }
  }
}
