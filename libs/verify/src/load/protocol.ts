import type { Seen } from '../bundle/observations';
import type { Question } from '../writer/exchange';
import type { Door, Ended } from '../writer/visits';

/** What the engine asks of a writer elsewhere. `id` makes a command safe to send again: it is carried out once. */
export type Command = { readonly id: number } & (
  | { readonly do: 'ping' | 'start' | 'calm' | 'full' | 'pause' | 'stop' | 'seal' | 'leave' }
  | { readonly do: 'open'; readonly doors: readonly Door[] }
  | { readonly do: 'move'; readonly door: Door }
  | { readonly do: 'burst'; readonly door: Door; readonly perSecond?: number | undefined }
  | { readonly do: 'end-burst'; readonly burst: number }
  | { readonly do: 'met'; readonly of: Ended }
  | { readonly do: 'visit'; readonly client: string; readonly door: Door }
  | { readonly do: 'ask'; readonly question: Question }
  | { readonly do: 'resolve'; readonly name: string; readonly type: 'A' | 'SRV' }
  | { readonly do: 'read'; readonly from: number }
  | { readonly do: 'mark'; readonly scenario: string; readonly word: string; readonly detail?: string }
);

/** What a ledger must be when it has come over. */
export interface Sealed {
  readonly size: number;
  readonly sha256: string;
}

/** What the engine knows of a writer between its commands. */
export interface Status {
  readonly fullMs: number;
  readonly goodProbes: number;
  /** Visits under way, by target. */
  readonly inFlight: Readonly<Record<string, number>>;
  /** Acknowledged in the last second, by app, and by app and boot. */
  readonly acked: Readonly<Record<string, number>>;
}

/** A line from the writer. */
export type Line =
  | { readonly id: number; readonly ok: unknown }
  | { readonly id: number; readonly failed: string }
  | { readonly status: Status }
  | { readonly seen: Seen };

/** Lines of JSON out of a stream of bytes; what is no JSON is passed over. */
export class LineReader {
  #rest = '';

  constructor(private readonly onLine: (value: unknown) => void) {}

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        continue;
      }
      this.onLine(value);
    }
  }
}
