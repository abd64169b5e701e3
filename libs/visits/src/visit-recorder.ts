import { Inject, Injectable } from '@nestjs/common';
import { Journal, JournalError } from '@visits/persistence';
import { journalProblem } from './journal-problem';
import { type Identity, PodIdentity } from './pod-identity';
import { type Receipt } from './schemas';

export interface RecordedVisit extends Identity {
  readonly visits: number;
  readonly receipt: Receipt;
}

@Injectable()
export class VisitRecorder {
  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
  ) {}

  /** Resolves once the visit is durable. Throws a Problem 503 with the journal's code. */
  async record(text: string, at: Date): Promise<RecordedVisit> {
    let visit;
    try {
      visit = await this.journal.append(text, at);
    } catch (error) {
      throw error instanceof JournalError ? journalProblem(error) : error;
    }
    const who = this.identity.now();
    const receipt = { replica: who.replica ?? '', n: visit.n, at: visit.at, boot: this.identity.boot };
    return { visits: visit.n, ...who, receipt };
  }
}
