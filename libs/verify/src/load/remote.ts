/** How a writer elsewhere is started and reached. */
export interface Remote {
  /** Resolves when it can be attached to. */
  start(): Promise<RemoteWriter>;
  /** A ledger that says nothing, of this run. */
  emptyLedger(): Uint8Array;
}

export interface RemoteWriter {
  attach(): Promise<Channel>;
  /** Why it will never be attached to again; undefined while it may. */
  gone(): Promise<string | undefined>;
  /** What there is of a ledger once the channel is lost; null where nothing can be had. */
  salvage(): Promise<Uint8Array | null>;
  end(): Promise<void>;
}

export interface Channel {
  send(text: string): void;
  onText(hear: (text: string) => void): void;
  /** Resolves or rejects when it has ended, however. */
  readonly closed: Promise<unknown>;
  close(): void;
}
