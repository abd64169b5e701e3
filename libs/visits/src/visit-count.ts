import { Inject, Injectable } from '@nestjs/common';
import { BoundedReads, Journal, JournalError, ReadError, readVolume, type Volume } from '@visits/persistence';
import { type Identity, PodIdentity } from './pod-identity';
import { VOLUME } from './volume';

export interface Count extends Identity {
  readonly visits: number;
  readonly updatedAt: string | null;
}

/** This volume's count for who only looks, in every state of the journal. */
@Injectable()
export class VisitCount {
  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(VOLUME) private readonly volume: Volume,
    @Inject(BoundedReads) private readonly reads: BoundedReads,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
  ) {}

  async now(): Promise<Count> {
    const { visits, updatedAt, identity, state } = this.journal.status();
    const who = this.identity.now();
    // A journal that never was open knows nothing; the volume may (another process holds it, or it is full).
    // Not while a disk call hangs: a second one would hang as well.
    if (identity !== null || state === 'stalled') return { visits, updatedAt, ...who };
    try {
      const found = await this.reads.share('count', () => readVolume(this.volume));
      const replica = found.replica?.replica ?? null;
      return { visits: found.visits, updatedAt: found.updatedAt, ...who, replica };
    } catch (error) {
      if (isRefusal(error)) return { visits, updatedAt, ...who };
      throw error;
    }
  }
}

/** It cannot be read, or not in time. */
const isRefusal = (error: unknown): boolean => error instanceof ReadError || error instanceof JournalError;
