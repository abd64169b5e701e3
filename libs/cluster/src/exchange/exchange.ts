import type { Discovery, Sibling } from '../discovery/sibling';
import type { DurableMap } from '../replicas/durable-map';
import type { Member, Self } from '../replicas/identity';
import { endsWithin, type Time } from '../time';
import { Lookup } from './lookup';
import type { Peer } from './peer';
import { PeerTable } from './peer-table';
import type { ClusterEvent, PeerReason } from './peers-view';
import type { Asked, Transport } from './transport';
import { judgeAnswer } from './verdict';

export const PEERS_PER_ROUND = 8;
/** A request for the total asks so many itself. */
export const PEERS_PER_TOTAL = 100;
/** So many at one time. */
const CONCURRENCY = 16;
/** A round waits so long for answers; later ones count for the next. */
const ANSWER_MS = 400;
/** Nobody waits longer for a sibling. */
const ASK_MS = 2_000;
/** One that answered a moment ago and has hung up may be about to say that it stops: no news for so long. */
const LAST_WORDS_MS = 1_000;
const RETRY_MS = 100;
const HUNG_UP: ReadonlySet<PeerReason> = new Set(['connection-refused', 'connection-failed']);

export interface ExchangeOptions {
  readonly self: () => Self;
  readonly member: Member;
  readonly discovery: Discovery;
  readonly transport: Transport;
  readonly time: Time;
  readonly random: () => number;
  readonly onEvent: (event: ClusterEvent) => void;
  /** Siblings that a round asks; 8 by default. */
  readonly perRound?: number;
}

/** Finds siblings, asks them for their maps, and learns from them. */
export class Exchange {
  readonly table = new PeerTable();
  readonly lookup: Lookup;

  constructor(
    private readonly options: ExchangeOptions,
    private readonly map: DurableMap,
  ) {
    this.lookup = new Lookup(options.discovery, this.table, options.time, options.onEvent);
  }

  /** Up to 8, or up to 100, of those that are not known to be dead. True when that was all of them. */
  async askSome(wide: boolean): Promise<boolean> {
    const { time, random, perRound = PEERS_PER_ROUND } = this.options;
    const drawn = this.table.draw(Infinity, time.monotonic(), random);
    const asked = drawn.slice(0, wide ? PEERS_PER_TOTAL : perRound);
    await this.#ask(asked);
    return asked.length === drawn.length;
  }

  /** Everybody, also those that did not answer lately. */
  async askAll(): Promise<void> {
    await this.#ask(this.table.all.filter(({ sibling, isSelf }) => sibling.origin !== null && !isSelf));
  }

  async #ask(peers: readonly Peer[]): Promise<void> {
    if (peers.length === 0) return;
    const waiting = [...peers];
    let isOver = false;
    const askNext = async (): Promise<void> => {
      for (let peer = waiting.shift(); peer && !isOver; peer = waiting.shift()) await this.#askOne(peer);
    };
    const asked = Promise.all(peers.slice(0, CONCURRENCY).map(askNext));
    await endsWithin(this.options.time, ANSWER_MS, asked);
    isOver = true;
  }

  async #askOne(peer: Peer): Promise<void> {
    const { self, time } = this.options;
    const { sibling } = peer;
    // From then on, not from its arrival, an answer is young: it may have been on its way for long.
    const before = { known: this.map.known, replica: self().replica, monotonic: time.monotonic() };
    const over = new AbortController();
    peer.isAsked = true;
    const asking = this.#answerOf(peer, sibling, over.signal);
    const inTime = await endsWithin(time, ASK_MS, asking);
    over.abort('over');
    peer.isAsked = false;
    // Its address changed while we waited: the answer is of somebody else by now.
    if (peer.sibling.origin !== sibling.origin) return;
    const asked: Asked = inTime
      ? await asking
      : { ok: false, reason: 'timeout', detail: `No answer within ${ASK_MS} ms.`, address: null };
    this.#take(peer, asked, before);
  }

  /** A pod that stops closes its listener, and only then opens the one at which it says so. */
  async #answerOf(peer: Peer, sibling: Sibling, signal: AbortSignal): Promise<Asked> {
    const { time, transport } = this.options;
    const until = time.monotonic() + LAST_WORDS_MS;
    for (;;) {
      const asked = await transport.ask(sibling, signal);
      const mayStop = peer.isKnownAlive(time.monotonic()) && !peer.isStopping;
      if (asked.ok || !HUNG_UP.has(asked.reason) || !mayStop || time.monotonic() >= until) return asked;
      await time.sleep(RETRY_MS);
    }
  }

  #take(
    peer: Peer,
    asked: Asked,
    before: { known: DurableMap['known']; replica: string | null; monotonic: number },
  ): void {
    const { member, random, self, time } = this.options;
    const state = peer.view(time.monotonic());
    const fail = (reason: PeerReason, detail: string): void => {
      this.options.onEvent({ kind: 'exchange-failed', reason });
      peer.failed(reason, detail, time.monotonic(), random());
    };
    if (!asked.ok) {
      fail(asked.reason, asked.detail);
    } else if (asked.answer.boot === member.boot) {
      peer.isOurselves(asked.answer);
    } else {
      const ownReplica = before.replica === self().replica ? before.replica : null;
      const verdict = judgeAnswer(asked.answer, {
        set: member.set,
        pod: peer.sibling.pod,
        ownReplica,
        known: before.known,
      });
      if (verdict.kind === 'stranger') {
        fail(verdict.reason, verdict.detail);
      } else {
        const refused = this.map.learn(verdict.learned);
        const [reason, detail] = refused
          ? (['too-many-replicas', `${refused} of its replicas are more than we can hold.`] as const)
          : [verdict.reason, verdict.detail];
        if (reason) this.options.onEvent({ kind: 'exchange-failed', reason });
        peer.answered(asked.answer, { monotonic: before.monotonic, now: time.now() }, reason, detail);
      }
    }
    const now = peer.view(time.monotonic());
    if (now.state !== state.state || now.reason !== state.reason)
      this.options.onEvent({ kind: 'peer', peer: now });
  }
}
