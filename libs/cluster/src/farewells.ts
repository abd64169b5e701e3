import { endsWithin } from './deadline';
import type { DurableMap } from './durable-map';
import { sameSet } from './judgement';
import type { Lookup } from './lookup';
import type { PeerTable } from './peer-table';
import type { Farewell, Time, Transport } from './ports';

const FAREWELL_MS = 1_000;

export interface FarewellsOptions {
  readonly map: DurableMap;
  readonly table: PeerTable;
  readonly lookup: Lookup;
  readonly transport: Transport;
  readonly time: Time;
  readonly speaker: Pick<Farewell, 'set' | 'pod' | 'ordinal' | 'boot'>;
}

/** The last word of a pod that stopped cleanly: said, and heard. */
export class Farewells {
  constructor(private readonly options: FarewellsOptions) {}

  async say(): Promise<void> {
    const { map, table, transport, time, speaker } = this.options;
    const own = map.own(true);
    // Where somebody else may count under our id, ours is not its last word.
    if (!own || map.announced !== own.replica || map.hasFallenBack || table.duplicate) return;
    const farewell: Farewell = { format: 1, ...speaker, replica: own.replica, entry: own.entry };
    const over = new AbortController();
    const told = table.all
      .filter(({ sibling, isSelf }) => sibling.origin !== null && !isSelf)
      .map(({ sibling }) => transport.tell(sibling, farewell, over.signal));
    await endsWithin(time, FAREWELL_MS, Promise.all(told));
    over.abort('over');
  }

  /** Only from an address that is a sibling's now, and of the process that answers there: nobody ends another's count. */
  async hear(farewell: Farewell, remoteAddress: string): Promise<'taken' | 'not-a-sibling'> {
    const { map, lookup, speaker } = this.options;
    if (!sameSet(farewell.set, speaker.set)) return 'not-a-sibling';
    if (!this.#isSpeaker(farewell, remoteAddress)) {
      await lookup.run();
      if (!this.#isSpeaker(farewell, remoteAddress)) return 'not-a-sibling';
    }
    const own = map.own()?.replica;
    if (farewell.replica !== own) map.learn(new Map([[farewell.replica, farewell.entry]]));
    return 'taken';
  }

  #isSpeaker({ boot, replica }: Farewell, remoteAddress: string): boolean {
    const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/, '');
    return this.options.table.all.some(
      ({ sibling, isSelf, word }) =>
        !isSelf &&
        addressOf(sibling.origin) === address &&
        (word === null || (word.boot === boot && word.replica === replica)),
    );
  }
}

function addressOf(origin: string | null): string | null {
  return origin === null ? null : new URL(origin).hostname.replace(/^\[|\]$/g, '');
}
