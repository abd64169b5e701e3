import type { JournalError } from '../errors';
import type { Replica } from '../format/replica';

interface Waiter {
  readonly resolve: (replica: Replica) => void;
  readonly reject: (reason: JournalError) => void;
}

/** The wish for a new replica id, until the writer comes to it between two commits. All who ask meanwhile get one id. */
export class ReplicaRotation {
  #waiters: Waiter[] = [];

  get isWanted(): boolean {
    return this.#waiters.length > 0;
  }

  want(): Promise<Replica> {
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  grant(replica: Replica): void {
    for (const { resolve } of this.#take()) resolve(replica);
  }

  refuse(reason: JournalError): void {
    for (const { reject } of this.#take()) reject(reason);
  }

  #take(): Waiter[] {
    const waiters = this.#waiters;
    this.#waiters = [];
    return waiters;
  }
}
