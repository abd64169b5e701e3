import type { Random } from '@visits/persistence/testing';
import type { Discovered, Sibling } from '../src/discovery/sibling';
import type { Asked, LeaveOutcome } from '../src/exchange/transport';
import type { LeaveMessage, SiblingAnswer } from '../src/replicas/replica-schema';
import { encodeSiblingAnswer, parseLeaveMessage, parseSiblingAnswer } from '../src/replicas/replica-schema';
import type { Scheduler } from './scheduler';

/** What the network sees of a pod. */
export interface Endpoint {
  readonly name: string;
  readonly address: string;
  readonly isListening: boolean;
  answer(): SiblingAnswer;
  hear(message: LeaveMessage, remoteAddress: string): Promise<LeaveOutcome>;
}

/** Pods' addresses, the names that lead to them, and all that may go wrong in between. */
export class Network {
  readonly endpoints = new Map<string, Endpoint>();
  /** Name → address and since when; what DNS says may be of yesterday. */
  readonly names = new Map<string, { address: string; since: number }>();
  dns: 'well' | 'fails' | 'hangs' | 'says-not-found' = 'well';
  /** What it looks like where nothing listens: a new connection is refused, one that was kept breaks. */
  closed: 'connection-refused' | 'connection-failed' = 'connection-refused';
  lossRate = 0;
  slowRate = 0;
  readonly #cuts = new Set<string>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
  ) {}

  /** Pods in different groups do not hear each other. */
  partition(groupOf: (pod: string) => number): void {
    const pods = [...this.names.keys()];
    this.#cuts.clear();
    for (const a of pods) for (const b of pods) if (groupOf(a) !== groupOf(b)) this.#cuts.add(`${a} ${b}`);
  }

  heal(): void {
    this.#cuts.clear();
    this.lossRate = this.slowRate = 0;
    this.dns = 'well';
  }

  isCut(a: string, b: string): boolean {
    return this.#cuts.has(`${a} ${b}`);
  }

  async find(): Promise<Discovered> {
    await this.#wait(1 + this.random.below(4));
    if (this.dns === 'hangs') return new Promise(() => undefined);
    if (this.dns === 'fails') return { siblings: [], failure: { reason: 'dns-failed', detail: 'SERVFAIL' } };
    if (this.dns === 'says-not-found')
      return { siblings: [], failure: { reason: 'dns-not-found', detail: 'NXDOMAIN' } };
    const siblings = [...this.names].map(([pod, { address }]) => ({
      key: pod,
      pod,
      origin: `http://${address}:8080`,
    }));
    return { siblings, failure: null };
  }

  async ask(from: string, sibling: Sibling, signal: AbortSignal): Promise<Asked> {
    const address = new URL(sibling.origin as string).hostname;
    const lost = new Promise<Asked>((resolve) => {
      const timeout: Asked = { ok: false, reason: 'timeout', detail: 'lost', address };
      signal.addEventListener('abort', () => resolve(timeout), { once: true });
    });
    await this.#travel();
    const there = this.endpoints.get(address);
    if (this.#isLost(from, there?.name)) return lost;
    if (!there?.isListening) return { ok: false, reason: this.closed, detail: 'closed', address };
    const encoded = this.random.chance(0.1);
    const answer = there.answer();
    const heard = encoded
      ? parseSiblingAnswer(JSON.parse(JSON.stringify(encodeSiblingAnswer(answer))))
      : answer;
    await this.#travel();
    return this.#isLost(there.name, from) ? lost : { ok: true, answer: heard, address };
  }

  async leave(from: Endpoint, sibling: Sibling, message: LeaveMessage): Promise<LeaveOutcome> {
    await this.#travel();
    const there = this.endpoints.get(new URL(sibling.origin as string).hostname);
    if (!there?.isListening || this.#isLost(from.name, there.name)) return 'not-taken';
    const outcome = await there.hear(parseLeaveMessage(JSON.parse(JSON.stringify(message))), from.address);
    await this.#travel();
    return this.#isLost(there.name, from.name) ? 'not-taken' : outcome;
  }

  #isLost(from: string, to: string | undefined): boolean {
    return (to !== undefined && this.isCut(from, to)) || this.random.chance(this.lossRate);
  }

  #travel(): Promise<void> {
    return this.#wait(
      this.random.chance(this.slowRate) ? this.random.below(2500) : 0.1 + this.random.below(3),
    );
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.scheduler.after(ms, resolve));
  }
}
