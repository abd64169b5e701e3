import { Journal } from '../src/journal/journal';
import type { JournalError } from '../src/errors';
import { MAX_COMMIT_BYTES } from '../src/format/layout';
import type { SimulatedDisk, SimulatedTime, SimulatedVolume } from '../src/testing';
import type { CrashLedger } from './crash-ledger';

export interface CrashWorld {
  readonly disk: SimulatedDisk;
  readonly time: SimulatedTime;
  readonly ledger: CrashLedger;
  readonly keepBytes: number | undefined;
  /** Power is cut at the next answer of this kind. */
  cutAt: 'answer' | 'refusal' | null;
  powerCut(): void;
  waits(process: CrashProcess): void;
}

/** What an opening itself takes after it has tried for room: LOCK, replica.json, visits.txt. */
const OWN_BYTES = 4096;

/** Refused before anything was written. */
const NO_COMMIT = new Set(['opening', 'locked', 'queue-full', 'count-limit', 'closing', 'closed', 'stalled']);

/** One process that counts on the simulated volume, and what its callers are answered. */
export class CrashProcess {
  readonly volume: SimulatedVolume;
  readonly journal: Journal;
  /** The view could not be written: readers may be a commit behind. */
  viewFailed = false;
  readonly #pending = new Set<string>();
  #count = 0;
  #ended = false;

  constructor(
    private readonly world: CrashWorld,
    readonly name: string,
  ) {
    const { disk, time, keepBytes } = world;
    this.volume = disk.mount();
    this.journal = new Journal({
      volume: this.volume,
      keepBytes,
      holder: { pod: 'p', boot: name, claim: '' },
      now: () => time.date(),
      newReplicaId: () => `replica-${name}`,
      observer: { onViewError: () => void (this.viewFailed = true) },
    });
    this.journal.onState((state) => {
      if (state === 'open') this.#opened();
      if (state === 'waiting') world.waits(this);
    });
    this.journal.start();
    void this.volume.death.then(() => this.#died());
  }

  get isRunning(): boolean {
    return !this.#ended && !this.volume.isDead;
  }

  append(text: string): void {
    const { ledger } = this.world;
    ledger.asked(text);
    this.#pending.add(text);
    this.journal.append(text).then(
      (visit) => {
        if (!this.#pending.delete(text)) return;
        ledger.wasAcknowledged(visit);
        this.#answered('answer');
      },
      (error: JournalError) => {
        if (!this.#pending.delete(text)) return;
        if (error.code === 'outcome-unknown') ledger.isUnknown(text);
        else ledger.wasRefused(text);
        if (typeof error.action !== 'string') ledger.problems.push(`an error without a name: ${error}`);
        if (!NO_COMMIT.has(error.code)) this.#answered('refusal');
      },
    );
  }

  /** Also while it closes it may be killed. */
  async close(): Promise<void> {
    const closed = this.journal.close().catch((error: JournalError) => {
      if (error.code !== 'stalled') this.world.ledger.problems.push(`could not be closed: ${error.message}`);
    });
    await Promise.race([closed, this.volume.death]);
    this.world.disk.kill(this.volume); // its process exits
    this.#ended = true;
  }

  #opened(): void {
    const { ledger, disk } = this.world;
    const { visits, tornBytes, damage } = this.journal.status();
    ledger.opened(visits, damage.length > 0);
    if (visits < this.#count)
      ledger.problems.push(`opened with ${visits}, though it had ${this.#count} itself`);
    this.#count = visits;
    if (disk.freeBytes < MAX_COMMIT_BYTES - OWN_BYTES)
      ledger.problems.push(`open, though only ${disk.freeBytes} bytes are free`);
    if (tornBytes > 0 && !disk.content('visits.log.torn')?.length)
      ledger.problems.push('torn bytes were not kept');
  }

  #answered(kind: 'answer' | 'refusal'): void {
    this.#count = Math.max(this.#count, this.journal.status().visits);
    if (this.world.cutAt !== kind) return;
    this.world.cutAt = null;
    this.world.powerCut();
  }

  #died(): void {
    if (!this.#ended) this.world.ledger.crashed();
    for (const text of this.#pending) this.world.ledger.isUnknown(text);
    this.#pending.clear();
  }
}
