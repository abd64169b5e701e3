import type { Sibling } from '../discovery/sibling';
import { Peer } from './peer';

/** All that discovery resolved, by key. */
export class PeerTable {
  #peers = new Map<string, Peer>();

  get all(): readonly Peer[] {
    return [...this.#peers.values()];
  }

  /** Those that a message may be sent to: with an address, and neither ourselves nor of another set. */
  get others(): readonly Peer[] {
    return this.all.filter((peer) => peer.sibling.origin !== null && !peer.isSelf && !peer.isStranger);
  }

  /** Keeps what is known of those that stay; one that is not resolved any more is forgotten. */
  resolve(siblings: readonly Sibling[]): void {
    const peers = new Map<string, Peer>();
    for (const sibling of siblings) {
      const peer = this.#peers.get(sibling.key);
      peer?.move(sibling);
      peers.set(sibling.key, peer ?? new Peer(sibling));
    }
    this.#peers = peers;
  }

  /** Up to `count` of those whose turn it may be, by chance. */
  draw(count: number, monotonic: number, random: () => number): readonly Peer[] {
    const peers = this.all.filter((peer) => peer.mayBeAsked(monotonic));
    for (let index = 0; index < Math.min(count, peers.length); index += 1) {
      const other = index + Math.floor(random() * (peers.length - index));
      [peers[index], peers[other]] = [peers[other] as Peer, peers[index] as Peer];
    }
    return peers.slice(0, count);
  }

  /** From the ids that answered directly and lately to how long ago. */
  live(monotonic: number): ReadonlyMap<string, number> {
    const live = new Map<string, number>();
    for (const peer of this.#peers.values()) {
      const ageMs = peer.liveMs(monotonic);
      const replica = peer.identity?.replica;
      if (ageMs !== null && replica) live.set(replica, Math.min(ageMs, live.get(replica) ?? Infinity));
    }
    return live;
  }

  /** From the ids that answered directly and lately to how long ago their process took over the volume. */
  restarts(monotonic: number): ReadonlyMap<string, number> {
    const restarts = new Map<string, number>();
    for (const peer of this.#peers.values()) {
      const ms = peer.restartedMs(monotonic);
      const replica = peer.identity?.replica;
      if (ms !== null && replica && peer.liveMs(monotonic) !== null) restarts.set(replica, ms);
    }
    return restarts;
  }

  /** Resolved, but not heard of lately, or without an id yet: each may be a replica that we do not know. */
  silent(monotonic: number): readonly Peer[] {
    return this.all.filter(
      (peer) => !peer.isSelf && (peer.liveMs(monotonic) === null || !peer.identity?.replica),
    );
  }

  /** Answered as a process that counts under our id. */
  get ownDuplicate(): Peer | null {
    return this.all.find(({ reason }) => reason === 'duplicate-replica') ?? null;
  }

  /** Two processes that are both alive say that they are one replica. */
  duplicates(monotonic: number): readonly string[] {
    const boots = new Map<string, string>();
    const duplicates: string[] = [];
    for (const peer of this.#peers.values()) {
      const { replica, boot } = peer.identity ?? {};
      if (!replica || !boot || peer.liveMs(monotonic) === null) continue;
      if ((boots.get(replica) ?? boot) !== boot) duplicates.push(peer.name);
      boots.set(replica, boot);
    }
    return duplicates;
  }
}
