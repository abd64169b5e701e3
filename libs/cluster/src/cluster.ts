import type { Volume } from '@visits/persistence';
import type { ClusterEvent, PeersView } from './peers-view';
import type { Discovery, Farewell, Self, SetName, SiblingAnswer, Time, Transport } from './ports';
import type { Total } from './total';

export interface ClusterOptions {
  readonly volume: Volume;
  readonly self: () => Self;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
  readonly set: SetName;
  readonly discovery: Discovery;
  readonly transport: Transport;
  /** A new id for the volume, base = its count; durable once it resolves. */
  readonly renew: () => Promise<unknown>;
  readonly time: Time;
  readonly random: () => number;
  readonly onEvent?: (event: ClusterEvent) => void;
}

/** The one face of this library: what the total is, and who the siblings are. Never on a visit's path. */
export class Cluster {
  constructor(private readonly options: ClusterOptions) {}

  /** Begins to ask the siblings in the background. Never throws; a second call does nothing. */
  start(): void {
    void this.options;
    throw new Error('written next');
  }

  /** Ends the rounds, and waits for the one that runs. Call it before the journal closes. */
  stop(): Promise<void> {
    throw new Error('written next');
  }

  /** Asks the siblings first when the map is older than a second. Rejects with ClusterError `total-unknown`. */
  total(): Promise<Total> {
    throw new Error('written next');
  }

  /** What is durable now, without waiting; null while it is not known. */
  current(): Total | null {
    throw new Error('written next');
  }

  peers(): PeersView {
    throw new Error('written next');
  }

  /** The total, its exactness or a source changed. */
  onChange(_listener: (total: Total) => void): () => void {
    throw new Error('written next');
  }

  /** For `GET /replicas`. */
  answer(): SiblingAnswer {
    throw new Error('written next');
  }

  /** For `POST /replicas`. */
  hear(_farewell: Farewell, _remoteAddress: string): Promise<'taken' | 'not-a-sibling'> {
    throw new Error('written next');
  }

  /** Tells the siblings the final count: after the listener and the journal have closed cleanly. At most 1 s. */
  farewell(): Promise<void> {
    throw new Error('written next');
  }

  /** Somebody watches: the siblings are asked every second until the returned function is called. */
  watch(): () => void {
    throw new Error('written next');
  }
}
