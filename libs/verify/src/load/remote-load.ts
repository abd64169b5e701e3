import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Met, Outcome } from '@visits/proof';
import type { Seen } from '../bundle/observations';
import type { Question } from '../writer/exchange';
import type { Resolved } from '../writer/resolve';
import type { Door, Ended } from '../writer/visits';
import type { Asked, Load, LoadOptions, ProcessName } from './load';
import { type Command, type Line, LineReader, type Sealed, type Status } from './protocol';
import type { Remote, RemoteWriter } from './remote';
import { ClockOffset } from './clock-offset';

const PINGS = 12;
const PING_MS = 1_000;
const AGAIN_MS = 250;
/** A channel that cannot be had again for so long: whoever reads the report must know that nothing was seen. */
const LOST_MS = 30_000;
/** A channel that lives says something twenty times a second, or answers a question each second. */
const SILENT_MS = 5_000;

export interface RemoteLoadOptions extends Pick<LoadOptions, 'clock' | 'ledgerPath' | 'see'> {
  /** Asked for once the target stands. */
  remote(): Remote;
}

type Wish = Command extends infer C ? (C extends { id: number } ? Omit<C, 'id'> : never) : never;

interface Pending {
  readonly command: Command;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** A writer elsewhere, driven over a channel that may be lost and had again. */
export class RemoteLoad implements Load {
  readonly #lost = new AbortController();
  readonly #pending = new Map<number, Pending>();
  readonly #offset = new ClockOffset();
  #writer: RemoteWriter | undefined;
  #send: (text: string) => void = () => undefined;
  #detach: () => void = () => undefined;
  #status: Status = { fullMs: 0, goodProbes: 0, inFlight: {}, acked: {} };
  #next = 0;
  #closing = false;
  #pinging: NodeJS.Timeout | undefined;

  constructor(private readonly options: RemoteLoadOptions) {}

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get clockErrorMs(): number {
    return this.#offset.errorMs;
  }

  async open(doors: readonly Door[]): Promise<void> {
    this.#writer = await this.options.remote().start();
    void this.#keepAttached(this.#writer);
    for (let n = 0; n < PINGS; n++) await this.#ping();
    this.options.clock.bind(this.#offset.originMs);
    this.#offset.hold();
    this.#pinging = setInterval(() => void this.#ping().catch(() => undefined), PING_MS);
    await this.#ask({ do: 'open', doors });
  }

  start(): void {
    this.#post({ do: 'start' });
  }

  calm(): void {
    this.#post({ do: 'calm' });
  }

  full(): void {
    this.#post({ do: 'full' });
  }

  pause(): void {
    this.#post({ do: 'pause' });
  }

  get fullMs(): number {
    return this.#status.fullMs;
  }

  get goodProbes(): number {
    return this.#status.goodProbes;
  }

  get inFlight(): number {
    return Object.values(this.#status.inFlight).reduce((sum, count) => sum + count, 0);
  }

  inFlightTo(target: string): number {
    return this.#status.inFlight[target] ?? 0;
  }

  ackedLately({ app, boot }: ProcessName): number {
    return this.#status.acked[boot === undefined ? app : `${app} ${boot}`] ?? 0;
  }

  metBy(of: Ended): Promise<Met | null> {
    return this.#ask({ do: 'met', of }) as Promise<Met | null>;
  }

  move(door: Door): void {
    if (this.#writer) this.#post({ do: 'move', door });
  }

  burst(door: Door, perSecond?: number): () => Promise<void> {
    const burst = this.#post({ do: 'burst', door, perSecond });
    return async () => void (await this.#ask({ do: 'end-burst', burst }));
  }

  visit(client: string, door: Door): Promise<Outcome> {
    return this.#ask({ do: 'visit', client, door }) as Promise<Outcome>;
  }

  ask(question: Question): Promise<Asked> {
    return this.#ask({ do: 'ask', question }) as Promise<Asked>;
  }

  resolve(name: string, type: 'A' | 'SRV'): Promise<Resolved> {
    return this.#ask({ do: 'resolve', name, type }) as Promise<Resolved>;
  }

  mark(scenario: string, word: string, detail?: string): void {
    this.#post({ do: 'mark', scenario, word, ...(detail !== undefined && { detail }) });
  }

  async stop(): Promise<void> {
    if (this.#writer && !this.lost.aborted) await this.#ask({ do: 'stop' }).catch(() => undefined);
  }

  /** What cannot be had is written as far as it goes: a ledger without its last line counts as cut. */
  async close(): Promise<void> {
    clearInterval(this.#pinging);
    let bytes: Uint8Array | null = null;
    if (this.#writer && !this.lost.aborted) {
      try {
        bytes = await this.#fetch((await this.#ask({ do: 'seal' })) as Sealed);
        await this.#ask({ do: 'leave' });
      } catch (error) {
        this.#lose(error);
      }
    }
    this.#closing = true;
    bytes ??= (await this.#writer?.salvage()) ?? this.options.remote().emptyLedger();
    writeFileSync(this.options.ledgerPath, bytes, { flag: 'wx' });
    this.#detach();
    await this.#writer?.end();
  }

  /** Rejects where it is not what was sealed. */
  async #fetch({ size, sha256 }: Sealed): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let from = 0; from < size; from += parts.at(-1)!.length) {
      parts.push(Buffer.from((await this.#ask({ do: 'read', from })) as string, 'base64'));
      if (parts.at(-1)!.length === 0) break;
    }
    const ledger = Buffer.concat(parts);
    const sum = createHash('sha256').update(ledger).digest('hex');
    if (ledger.length === size && sum === sha256) return ledger;
    throw new Error(`the ledger came over with ${ledger.length} of ${size} bytes, or with other ones`);
  }

  async #ping(): Promise<void> {
    const sentMs = performance.now();
    const there = (await this.#ask({ do: 'ping' })) as number;
    this.#offset.learn(sentMs, there, performance.now());
  }

  #post(wish: Wish): number {
    const id = ++this.#next;
    void this.#give({ ...wish, id }).catch((error: unknown) => this.#lose(error));
    return id;
  }

  #ask(wish: Wish): Promise<unknown> {
    return this.#give({ ...wish, id: ++this.#next });
  }

  #give(command: Command): Promise<unknown> {
    if (this.lost.aborted) return Promise.reject(this.lost.reason as Error);
    return new Promise((resolve, reject) => {
      this.#pending.set(command.id, { command, resolve, reject });
      this.#send(`${JSON.stringify(command)}\n`);
    });
  }

  /** Attaches again until the writer is gone for good; what was not answered is sent again. */
  async #keepAttached(writer: RemoteWriter): Promise<void> {
    // Before its first word it is not yet up, and nothing is missed.
    let isHeard = false;
    let gap: Seen | undefined;
    for (let heardMs = performance.now(); !this.#closing && !this.lost.aborted;) {
      try {
        const channel = await writer.attach();
        const silence = setInterval(() => {
          if (performance.now() - heardMs > SILENT_MS) channel.close();
        }, PING_MS);
        const lines = new LineReader((line) => this.#onLine(line as Line));
        channel.onText((text) => {
          heardMs = performance.now();
          isHeard = true;
          if (gap) this.options.see(gap);
          gap = undefined;
          lines.push(text);
        });
        this.#send = (text) => channel.send(text);
        this.#detach = () => channel.close();
        for (const { command } of this.#pending.values()) this.#send(`${JSON.stringify(command)}\n`);
        await channel.closed.finally(() => clearInterval(silence));
      } catch {
        // Attached again below, or given up.
      }
      this.#send = () => undefined;
      if (this.#closing) return;
      const gone = await writer.gone().catch(() => undefined);
      if (gone !== undefined) return this.#lose(new Error(`the writer is gone: ${gone}`));
      if (performance.now() - heardMs > LOST_MS)
        return this.#lose(new Error(`nothing was heard of the writer for ${LOST_MS / 1000} s`));
      const startMs = Math.max(0, this.options.clock.ms - (performance.now() - heardMs));
      if (isHeard) gap ??= { kind: 'gap', what: 'writer', startMs, why: 'its channel ended' };
      await pause(AGAIN_MS);
    }
  }

  #onLine(line: Line): void {
    if ('status' in line) this.#status = line.status;
    else if ('seen' in line) this.options.see(line.seen);
    else if ('id' in line) {
      const pending = this.#pending.get(line.id);
      this.#pending.delete(line.id);
      if ('failed' in line) pending?.reject(new Error(line.failed));
      else pending?.resolve(line.ok);
    }
  }

  #lose(reason: unknown): void {
    if (this.lost.aborted) return;
    this.#lost.abort(reason);
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }
}
