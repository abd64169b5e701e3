import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { type Ledger, type Receipt } from '@visits/testing/ledger';

export interface LoadOptions {
  url: string;
  connections: number;
  ledger: Ledger;
  /** A connection that is reset was not accepted: nothing of it may be counted. */
  resetIsRefusal?: boolean;
  /** Ends by itself after so many visits; otherwise only `stop` ends it. */
  visits?: number;
}

const RESETS = new Set(['ECONNRESET', 'UND_ERR_SOCKET']);

interface Answer {
  readonly receipt?: Receipt;
  readonly time?: string;
  readonly zone?: string;
  readonly code?: string;
}

/** A request that got no whole answer. `connected`: somebody had taken the connection. */
export interface Failure {
  code: string;
  sinceStartMs: number;
}

/** Keep-alive visitors, each asking again as soon as it is answered. Every answer goes into the ledger. */
export class Load {
  readonly failures: Failure[] = [];
  readonly problems: { status: number; code: string }[] = [];
  readonly done: Promise<void>;
  private readonly pool: Pool;
  private readonly startedMs = performance.now();
  private started = 0;
  private stopping = false;

  constructor(private readonly options: LoadOptions) {
    this.pool = new Pool(options.url, { connections: options.connections, pipelining: 1 });
    const visitors = Array.from({ length: options.connections }, () => this.visitor());
    this.done = Promise.all(visitors).then(() => this.pool.close());
  }

  stop(): Promise<void> {
    this.stopping = true;
    return this.done;
  }

  private async visitor(): Promise<void> {
    while (!this.stopping && this.started < (this.options.visits ?? Infinity)) {
      this.started += 1;
      await this.visit();
    }
  }

  private async visit(): Promise<void> {
    const { ledger, resetIsRefusal } = this.options;
    const seq = ledger.send();
    try {
      const answer = await this.pool.request({
        method: 'GET',
        path: '/',
        headers: { accept: 'application/json', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) crash-suite' },
      });
      const body = (await answer.body.json()) as Answer;
      if (answer.statusCode === 200 && body.receipt) {
        ledger.acked(seq, { ...body.receipt, text: `${body.time} ${body.zone}` });
        return;
      }
      const code = String(body.code);
      this.problems.push({ status: answer.statusCode, code });
      if (code === 'outcome-unknown') ledger.unknown(seq, code);
      else ledger.refuse(seq, code);
    } catch (error) {
      const code = String((error as { code?: unknown }).code);
      this.failures.push({ code, sinceStartMs: performance.now() - this.startedMs });
      if (code === 'ECONNREFUSED' || (resetIsRefusal && RESETS.has(code))) ledger.refuse(seq, code);
      else ledger.unknown(seq, code);
    }
    // Refused at once, a visitor would spin; a real one waits for a moment.
    await pause(5);
  }
}
