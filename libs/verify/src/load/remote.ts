import type { Sealed } from './protocol';

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
  /** The whole ledger, compared with its size and its sum. */
  fetch(ledger: Sealed): Promise<Uint8Array>;
  /** What there is of a ledger; null where nothing can be had. */
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
