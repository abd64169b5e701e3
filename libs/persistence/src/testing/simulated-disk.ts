import { Random } from './random';
import { SimulatedInode, SECTOR_BYTES } from './simulated-inode';
import { SimulatedVolume } from './simulated-volume';

export type Operation =
  | 'ensure'
  | 'open'
  | 'stat'
  | 'rename'
  | 'remove'
  | 'syncDirectory'
  | 'space'
  | 'read'
  | 'write'
  | 'truncate'
  | 'datasync'
  | 'sync'
  | 'close';

/** One call that reaches the disk. `n` counts from 1 over the disk's whole life, for all processes. */
export interface Call {
  readonly n: number;
  readonly operation: Operation;
  readonly name: string;
  /** The process that calls. */
  readonly volume: SimulatedVolume;
}

export type Fault =
  | { readonly kind: 'error'; readonly code: string; readonly errno?: number }
  /** So many bytes of a write are taken; the next call decides for itself. */
  | { readonly kind: 'short'; readonly bytes: number }
  /** The call does its work, or fails with `code`, once the promise resolves. */
  | { readonly kind: 'hang'; readonly until: Promise<unknown>; readonly code?: string }
  /** It says that it worked, and did nothing. */
  | { readonly kind: 'lie' }
  | { readonly kind: 'power-cut' }
  /** This process is gone; the call may have done its work. */
  | { readonly kind: 'kill' };

type DirectoryChange =
  | { readonly kind: 'create'; readonly name: string; readonly inode: SimulatedInode }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly name: string };

type Names = Map<string, SimulatedInode>;

/** A disk with one directory that keeps its promises to the letter, and not one more. */
export class SimulatedDisk {
  /** Decides the fate of each call; undefined lets it work. */
  fault: ((call: Call) => Fault | undefined) | null = null;
  onPowerCut: (() => void) | null = null;
  /** Is given the bytes of each read that a file answers. */
  onRead: ((bytes: number) => void) | null = null;
  capacityBytes = 1024 * 1024 * 1024;
  readonly random: Random;
  #names: Names = new Map();
  #durableNames: Names = new Map();
  #changes: DirectoryChange[] = [];
  #inodes = 0;
  #calls = 0;
  #mounted = new Set<SimulatedVolume>();

  constructor(seed = 1) {
    this.random = new Random(seed);
  }

  /** A process that sees the disk. */
  mount(): SimulatedVolume {
    const volume = new SimulatedVolume(this);
    this.#mounted.add(volume);
    return volume;
  }

  /** The process is gone: its locks are free, its calls never return. The page cache stays. */
  kill(volume: SimulatedVolume): void {
    volume.die();
    this.#mounted.delete(volume);
  }

  /** Every process is gone, and of what was not synced any part may be. */
  powerCut(): void {
    for (const volume of [...this.#mounted]) this.kill(volume);
    for (const change of this.#changes) if (this.random.chance(0.5)) apply(this.#durableNames, change);
    this.#names = new Map(this.#durableNames);
    this.#changes = [];
    for (const inode of new Set(this.#names.values())) inode.powerCut(this.random);
    this.#countLinks();
    this.onPowerCut?.();
  }

  begin(volume: SimulatedVolume, operation: Operation, name: string): Fault | undefined {
    this.#calls += 1;
    return this.fault?.({ n: this.#calls, operation, name, volume });
  }

  get calls(): number {
    return this.#calls;
  }

  get freeBytes(): number {
    if (this.capacityBytes === Infinity) return Infinity;
    let used = 0;
    for (const { size } of new Set(this.#names.values()))
      used += Math.ceil(size / SECTOR_BYTES) * SECTOR_BYTES;
    return Math.max(0, this.capacityBytes - used);
  }

  find(name: string): SimulatedInode | undefined {
    return this.#names.get(name);
  }

  create(name: string): SimulatedInode {
    const inode = new SimulatedInode(++this.#inodes);
    this.#change({ kind: 'create', name, inode });
    return inode;
  }

  rename(from: string, to: string): void {
    this.#change({ kind: 'rename', from, to });
  }

  remove(name: string): void {
    this.#change({ kind: 'remove', name });
  }

  syncNames(): void {
    this.#durableNames = new Map(this.#names);
    this.#changes = [];
  }

  /** Somebody's bytes, durable: as if they had been there for long. */
  place(name: string, bytes: Buffer | string): void {
    const inode = this.create(name);
    inode.write(Buffer.from(bytes as string), 0);
    inode.sync();
    this.syncNames();
  }

  /** What the page cache shows under a name. */
  content(name: string): Buffer | null {
    const inode = this.find(name);
    if (!inode) return null;
    const bytes = Buffer.alloc(inode.size);
    inode.read(bytes, 0);
    return bytes;
  }

  get names(): string[] {
    return [...this.#names.keys()].sort();
  }

  #change(change: DirectoryChange): void {
    apply(this.#names, change);
    this.#changes.push(change);
    this.#countLinks();
  }

  #countLinks(): void {
    for (const inode of this.#durableNames.values()) inode.links = 0;
    for (const change of this.#changes) if (change.kind === 'create') change.inode.links = 0;
    for (const inode of this.#names.values()) inode.links = 0;
    for (const inode of this.#names.values()) inode.links += 1;
  }
}

function apply(names: Names, change: DirectoryChange): void {
  if (change.kind === 'create') names.set(change.name, change.inode);
  else if (change.kind === 'remove') names.delete(change.name);
  else {
    const inode = names.get(change.from);
    if (!inode) return; // the creation did not survive, so neither does the rename
    names.delete(change.from);
    names.set(change.to, inode);
  }
}
