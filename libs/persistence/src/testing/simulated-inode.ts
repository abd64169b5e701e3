import type { LockRange } from '../volume';
import type { Random } from './random';

export const SECTOR_BYTES = 512;

interface HeldLock extends LockRange {
  readonly owner: object;
}

/** One file of the simulated disk: what the page cache shows, and what a power cut would leave for sure. */
export class SimulatedInode {
  links = 0;
  modifiedAtMs = 0;
  #cached = Buffer.alloc(0);
  #durable = Buffer.alloc(0);
  /** Sectors that differ between both as far as the kernel knows; a failed sync forgets them. */
  readonly #dirty = new Set<number>();
  #locks: HeldLock[] = [];

  constructor(readonly id: number) {}

  get size(): number {
    return this.#cached.length;
  }

  read(buffer: Buffer, position: number): number {
    return position < this.size ? this.#cached.copy(buffer, 0, position) : 0;
  }

  write(bytes: Buffer, position: number): void {
    const end = position + bytes.length;
    if (end > this.size) this.#cached = Buffer.concat([this.#cached, Buffer.alloc(end - this.size)]);
    bytes.copy(this.#cached, position);
    this.#touch(position, end);
  }

  truncate(size: number): void {
    const before = Math.max(this.size, this.#durable.length);
    const bytes = Buffer.alloc(size);
    this.#cached.copy(bytes);
    this.#cached = bytes;
    this.#touch(Math.min(size, before), Math.max(size, before));
  }

  /** All is durable, as far as the kernel still knows what is not. */
  sync(): void {
    const durable = Buffer.alloc(this.size);
    this.#durable.copy(durable);
    for (const sector of this.#dirty) this.#carry(durable, sector);
    this.#durable = durable;
    this.#dirty.clear();
  }

  /** Linux marks the pages clean all the same: the next sync has nothing to do and succeeds. */
  failSync(): void {
    this.#dirty.clear();
  }

  /** Unsynced sectors survive in any subset, and so does the size. */
  powerCut(random: Random): void {
    const sizes = [this.#durable.length, this.size];
    if (this.size > this.#durable.length) {
      sizes.push(this.#durable.length + random.below(this.size - this.#durable.length));
    }
    const left = Buffer.alloc(random.pick(sizes));
    this.#durable.copy(left);
    for (const sector of this.#dirty) if (random.chance(0.5)) this.#carry(left, sector);
    this.#cached = left;
    this.#durable = Buffer.from(left);
    this.#dirty.clear();
    this.#locks = [];
  }

  /** Flips one durable bit, as a rotting medium does. */
  flip(bit: number): void {
    for (const bytes of [this.#cached, this.#durable]) {
      const at = bit >> 3;
      if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << (bit & 7));
    }
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
    this.#locks = this.#locks.filter((held) => held.owner !== owner);
  }

  #touch(start: number, end: number): void {
    for (let sector = Math.floor(start / SECTOR_BYTES); sector * SECTOR_BYTES < end; sector += 1) {
      this.#dirty.add(sector);
    }
  }

  #carry(target: Buffer, sector: number): void {
    const start = sector * SECTOR_BYTES;
    const end = Math.min(start + SECTOR_BYTES, target.length);
    if (start >= end) return;
    target.fill(0, start, end);
    this.#cached.copy(target, start, start, Math.min(end, this.size));
  }
}
