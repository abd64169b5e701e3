import type { LockRange } from '../volume/volume';
import type { Random } from './random';

export const SECTOR_BYTES = 512;
const NOTHING = Buffer.alloc(0);
/** Never written to. */
const ZEROS = Buffer.alloc(SECTOR_BYTES);
/** So large a content is lent, not copied: nearly all bytes of a run are the 64 KiB that an opening tries for room. */
const LENT_BYTES = 32 * 1024;

interface HeldLock extends LockRange {
  readonly owner: object;
}

/** One file of the simulated disk: what the page cache shows, and what a power cut would leave for sure. */
export class SimulatedInode {
  links = 0;
  modifiedAtMs = 0;
  #size = 0;
  /** The page cache; zeros behind `#size`. */
  #cached: Buffer = NOTHING;
  /** `#cached` is the buffer of the writer: to be copied before it is changed. */
  #isLent = false;
  #durableSize = 0;
  /** What the medium holds where it differs from the page cache; a dirty sector that is not here was never written. */
  readonly #durable = new Map<number, Buffer>();
  /** The sectors that the kernel knows to differ; a failed sync forgets them. */
  readonly #dirty = new Set<number>();
  #locks: HeldLock[] = [];

  constructor(readonly id: number) {}

  get size(): number {
    return this.#size;
  }

  read(buffer: Buffer, position: number): number {
    return position < this.#size ? this.#cached.copy(buffer, 0, position, this.#size) : 0;
  }

  write(bytes: Buffer, position: number): void {
    const end = position + bytes.length;
    if (this.#cached.length === 0 && position === 0 && isLendable(bytes)) {
      this.#cached = bytes;
      this.#isLent = true;
      this.#touch(0, end);
    } else {
      this.#own();
      this.#touch(Math.min(position, this.#size), end);
      bytes.copy(this.#cached, position);
    }
    this.#size = Math.max(this.#size, end);
  }

  truncate(size: number): void {
    this.#own();
    this.#touch(Math.min(size, this.#size), Math.max(size, this.#size, this.#durableSize));
    if (size < this.#size) this.#cached.fill(0, size, this.#size);
    this.#size = size;
  }

  /** All is durable, as far as the kernel still knows what is not. */
  sync(): void {
    for (const sector of this.#dirty) this.#durable.delete(sector);
    this.#dirty.clear();
    this.#durableSize = this.#size;
    if (this.#durable.size > 0) this.#freeBehind(this.#size);
  }

  /** What an O_DSYNC write makes durable: its own sectors, and a size that reaches them. */
  syncRange(start: number, end: number): void {
    this.#nameUnwritten();
    for (let sector = Math.floor(start / SECTOR_BYTES); sector * SECTOR_BYTES < end; sector += 1) {
      if (this.#dirty.delete(sector)) this.#durable.delete(sector);
    }
    this.#durableSize = Math.max(this.#durableSize, Math.min(this.#size, end));
  }

  /** It may have written some. Linux marks the others clean all the same: the next sync succeeds without them. */
  failSync(random: Random): void {
    this.#nameUnwritten();
    if (random.chance(0.5)) this.writeBack(random);
    this.#dirty.clear();
  }

  /** The kernel writes some pages on its own, in an order of its own: a later version need not be what survives. */
  writeBack(random: Random): void {
    this.#nameUnwritten();
    for (const sector of this.#dirty) {
      if (random.chance(0.5)) continue;
      this.#durable.delete(sector);
      this.#dirty.delete(sector);
      this.#durableSize = Math.max(this.#durableSize, Math.min(this.#size, (sector + 1) * SECTOR_BYTES));
    }
  }

  /** Unsynced sectors survive in any subset, the last one perhaps in part, and so does the size. */
  powerCut(random: Random): void {
    this.#own();
    this.#nameUnwritten();
    const sizes = [this.#durableSize, this.#size];
    const grown = this.#size - this.#durableSize;
    if (grown > 0) sizes.push(this.#size - 1, this.#durableSize + random.below(grown));
    const left = random.pick(sizes);
    for (const [sector, bytes] of this.#durable) {
      if (this.#dirty.has(sector) && random.chance(0.5)) continue;
      bytes.copy(this.#cached, sector * SECTOR_BYTES);
    }
    const lastSector = Math.floor(Math.max(0, left - 1) / SECTOR_BYTES);
    if (this.#dirty.has(lastSector) && random.chance(0.25)) {
      const from = Math.max(lastSector * SECTOR_BYTES, this.#durableSize);
      if (left > from) this.#cached.fill(0, from + random.below(left - from), left);
    }
    this.#cached = Buffer.from(this.#cached.subarray(0, left));
    this.#grow(left);
    this.#size = this.#durableSize = left;
    this.#durable.clear();
    this.#dirty.clear();
    this.#locks = [];
  }

  tryLock(owner: object, range: LockRange): boolean {
    const clashes = this.#locks.some(
      (held) =>
        held.owner !== owner &&
        !(held.shared && range.shared) &&
        held.offset < range.offset + range.length &&
        range.offset < held.offset + held.length,
    );
    if (!clashes) this.#locks.push({ ...range, owner });
    return !clashes;
  }

  unlock(owner: object): void {
    if (this.#locks.length > 0) this.#locks = this.#locks.filter((held) => held.owner !== owner);
  }

  /** Keeps what the medium holds of [start, end) before the page cache changes there. */
  #touch(start: number, end: number): void {
    this.#grow(end);
    for (let sector = Math.floor(start / SECTOR_BYTES); sector * SECTOR_BYTES < end; sector += 1) {
      if (this.#dirty.has(sector)) continue;
      this.#dirty.add(sector);
      const from = sector * SECTOR_BYTES;
      if (from >= this.#durableSize || this.#durable.has(sector)) continue;
      this.#durable.set(sector, Buffer.from(this.#cached.subarray(from, from + SECTOR_BYTES)));
    }
  }

  #nameUnwritten(): void {
    for (const sector of this.#dirty) if (!this.#durable.has(sector)) this.#durable.set(sector, ZEROS);
  }

  #own(): void {
    if (this.#isLent) this.#cached = Buffer.from(this.#cached);
    this.#isLent = false;
  }

  /** What lay behind the end is gone with its blocks, also where a failed sync had lost it. */
  #freeBehind(size: number): void {
    for (const [sector, bytes] of this.#durable) {
      const from = sector * SECTOR_BYTES;
      if (from >= size) this.#durable.delete(sector);
      else if (bytes !== ZEROS) bytes.fill(0, Math.min(size - from, SECTOR_BYTES));
    }
  }

  #grow(size: number): void {
    if (size <= this.#cached.length) return;
    const sectors = Math.ceil(Math.max(size, 2 * this.#cached.length) / SECTOR_BYTES);
    const grown = Buffer.alloc(sectors * SECTOR_BYTES);
    this.#cached.copy(grown);
    this.#cached = grown;
  }
}

const isLendable = (bytes: Buffer): boolean =>
  bytes.length >= LENT_BYTES && bytes.length % SECTOR_BYTES === 0;
