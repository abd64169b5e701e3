import { endsWithin } from './deadline';
import type { DurableMap } from './durable-map';
import { judgeAnswer } from './judgement';
import type { Peer } from './peer';
import type { PeerTable } from './peer-table';
import type { ClusterEvent, PeerReason } from './peers-view';
import type { Asked, Self, SetName, Time, Transport } from './ports';

export const PEERS_PER_ROUND = 8;
/** A round waits so long for answers; later ones count for the next. */
const ANSWER_MS = 400;
/** Nobody waits longer for a sibling. */
const ASK_MS = 2_000;

export interface ExchangeOptions {
  readonly map: DurableMap;
  readonly table: PeerTable;
  readonly transport: Transport;
  readonly time: Time;
  readonly random: () => number;
  readonly self: () => Self;
  readonly set: SetName;
  readonly boot: string;
  readonly onEvent: (event: ClusterEvent) => void;
}

/** Asks siblings for their maps and learns from them. */
export class Exchange {
  constructor(private readonly options: ExchangeOptions) {}

  /** Up to 8 of those that are not known to be dead. */
  async askSome(): Promise<void> {
    const { table, time, random } = this.options;
    await this.#ask(table.draw(PEERS_PER_ROUND, time.monotonic(), random));
  }

  /** Everybody, also those that did not answer lately. */
  async askAll(): Promise<void> {
    await this.#ask(
      this.options.table.all.filter(({ sibling, isSelf }) => sibling.origin !== null && !isSelf),
    );
  }

  async #ask(peers: readonly Peer[]): Promise<void> {
    if (peers.length === 0) return;
    const asked = Promise.all(peers.map((peer) => this.#askOne(peer)));
    await endsWithin(this.options.time, ANSWER_MS, asked);
  }

  async #askOne(peer: Peer): Promise<void> {
    const { map, self, time, transport } = this.options;
    const { sibling } = peer;
    // From then on, not from its arrival, an answer is young: it may have been on its way for long.
    const before = { known: map.known, replica: self().replica, monotonic: time.monotonic() };
    const over = new AbortController();
    peer.isAsked = true;
    const asking = transport.ask(sibling, over.signal);
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

  #take(
    peer: Peer,
    asked: Asked,
    before: { known: DurableMap['known']; replica: string | null; monotonic: number },
  ): void {
    const { boot, map, random, set, self, time } = this.options;
    const state = peer.view(time.monotonic());
    const fail = (reason: PeerReason, detail: string): void => {
      this.options.onEvent({ kind: 'exchange-failed', reason });
      peer.failed(reason, detail, time.monotonic(), random());
    };
    if (!asked.ok) {
      fail(asked.reason, asked.detail);
    } else if (asked.answer.boot === boot) {
      peer.isOurselves(asked.answer);
    } else {
      const ownReplica = before.replica === self().replica ? before.replica : null;
      const verdict = judgeAnswer(asked.answer, {
        set,
        pod: peer.sibling.pod,
        ownReplica,
        known: before.known,
      });
      if (verdict.kind === 'stranger') {
        fail(verdict.reason, verdict.detail);
      } else {
        const refused = map.learn(verdict.learned);
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
