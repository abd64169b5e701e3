import type { DurableMap } from '../replicas/durable-map';
import { isOfSet, type Member } from '../replicas/identity';
import type { LeaveMessage } from '../replicas/replica-schema';
import { endsWithin, type Time } from '../time';
import type { Exchange } from './exchange';
import type { Peer } from './peer';
import type { LeaveOutcome, Transport } from './transport';

/** All that leaving takes at most. Pods that stop together wait so long for each other. */
const LEAVE_MS = 3_000;
/** One that is silent holds nobody up for longer, unless it answered a moment ago. */
const SEND_MS = 1_000;
/** A sibling whose listener has just closed is asked again: it opens another one to leave. */
const RETRY_MS = 100;
/** A pod that leaves waits for our DNS as well: its address may be new to us. */
const LOOKUP_MS = 800;

export interface LeaveOptions {
  readonly member: Member;
  readonly transport: Transport;
  readonly time: Time;
  /** This process is on its way out. */
  readonly draining: () => boolean;
}

/**
 * The final count of a pod that stops cleanly, reported to its siblings and heard from them. It is sent when no visit can
 * follow and the volume is still ours, so what siblings that stop at the same time report gets onto it as well.
 */
export class Leave {
  #isLeaving = false;

  constructor(
    private readonly options: LeaveOptions,
    private readonly map: DurableMap,
    private readonly exchange: Exchange,
  ) {}

  /** From then on our own entry is final. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  get isStopping(): boolean {
    return this.#isLeaving || this.options.draining();
  }

  async report(): Promise<void> {
    const { map } = this;
    const { table } = this.exchange;
    const { time, member } = this.options;
    const own = map.own(true);
    // Where somebody else may count under our id, our count is not its final one.
    if (!own || map.announced !== own.replica || map.isRolledBack || table.ownDuplicate) return;
    this.#isLeaving = true;
    const message: LeaveMessage = { format: 1, ...member, replica: own.replica, entry: own.entry };
    const over = new AbortController();
    const reported = table.others.map((peer) => this.#reportTo(peer, message, over.signal));
    await endsWithin(time, LEAVE_MS, Promise.all(reported));
    over.abort('over');
    await map.persist(false, true);
  }

  /** Ends when the sibling has our message and, where it stops too, we have its own; or when it cannot be reached. */
  async #reportTo(peer: Peer, message: LeaveMessage, signal: AbortSignal): Promise<void> {
    const { time } = this.options;
    let outcome: LeaveOutcome = 'not-taken';
    while (!signal.aborted) {
      if (outcome === 'not-taken') outcome = await this.#send(peer, message, signal);
      if (outcome === 'taken' || peer.hasLeft) return;
      if (outcome === 'not-taken' && !peer.isKnownAlive(time.monotonic())) return;
      await time.sleep(RETRY_MS);
    }
  }

  async #send({ sibling }: Peer, message: LeaveMessage, signal: AbortSignal): Promise<LeaveOutcome> {
    const { time, transport } = this.options;
    const over = new AbortController();
    const sent = transport.leave(sibling, message, AbortSignal.any([signal, over.signal]));
    const inTime = await endsWithin(time, SEND_MS, sent);
    over.abort('over');
    return inTime ? sent : 'not-taken';
  }

  /** Only from an address that is a sibling's now, and of the process that answers there: nobody ends another's count. */
  async hear(message: LeaveMessage, remoteAddress: string): Promise<LeaveOutcome> {
    const { lookup, table } = this.exchange;
    if (!isOfSet(message, this.options.member.set)) return 'not-taken';
    if (!this.#isSender(message, remoteAddress)) {
      await lookup.run(LOOKUP_MS);
      if (!this.#isSender(message, remoteAddress)) return 'not-taken';
    }
    const { replica, entry, boot } = message;
    if (replica !== this.map.own()?.replica) this.map.learn(new Map([[replica, entry]]));
    for (const peer of table.all) if (peer.identity?.boot === boot) peer.leaves(boot);
    return this.isStopping ? 'stopping' : 'taken';
  }

  #isSender({ boot, replica }: LeaveMessage, remoteAddress: string): boolean {
    const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/, '');
    return this.exchange.table.all.some(
      ({ sibling, isSelf, identity }) =>
        !isSelf &&
        addressOf(sibling.origin) === address &&
        (identity === null || (identity.boot === boot && identity.replica === replica)),
    );
  }
}

function addressOf(origin: string | null): string | null {
  return origin === null ? null : new URL(origin).hostname.replace(/^\[|\]$/g, '');
}
