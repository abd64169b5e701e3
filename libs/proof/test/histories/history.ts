import { createHash } from 'node:crypto';
import { type Observation } from '../../src/bundle/observations';
import { type App } from '../../src/ledger/entry';
import { Draft, type DraftLine, type DraftVolume, logOf } from '../../src/self-test/draft';

const START = Date.parse('2026-11-26T09:00:00.000Z');

/** What one claim holds in a history; its lines are counted one by one. */
interface Shelf {
  app: App;
  before: DraftLine[];
  lines: DraftLine[];
  volume: Partial<DraftVolume>;
  was: Partial<DraftVolume>;
  replica: string;
  /** Not read after the run, or not before it. */
  hidden: boolean;
  unread: boolean;
}

/** The smallest bundle written as a story: who sent what when, what was answered, what the volume holds. */
export class History {
  readonly draft = new Draft({ run: 'r', seed: '1', startedAt: '2026-11-26T09:00:00.000Z' });
  readonly shelves = new Map<string, Shelf>();
  sealed = true;
  readonly #tampers: [file: string, change: (text: string) => string][] = [];
  #read = false;
  #seq = 0;

  constructor() {
    this.draft.facts = {
      schema: 1,
      run: 'r',
      tool: { version: '0.0.0' },
      target: { kind: 'local', name: 'local', own: true },
      sets: [],
      scenarios: [],
    };
    this.shelf('calculator-0', 'calculator', 2);
    this.shelf('clock-0', 'clock', 2);
  }

  shelf(pod: string, app: App, before: number): Shelf {
    const lines = Array.from({ length: before }, (_, i) => ({
      n: i + 1,
      at: iso(-1000 + i),
      text: 'before',
    }));
    const shelf = {
      app,
      before: [...lines],
      lines,
      volume: {},
      was: {},
      replica: `id-${pod}`,
      hidden: false,
      unread: false,
    };
    this.shelves.set(pod, shelf);
    this.draft.facts!.sets.push({ app, name: app, replicas: 1, claims: [`visits-${pod}`] });
    return shelf;
  }

  sends(
    ms: number,
    target: string,
    text?: string,
    app: App = text === undefined ? 'clock' : 'calculator',
  ): number {
    this.draft.entries.push({
      kind: 'intent',
      seq: ++this.#seq,
      client: 'c',
      target,
      app,
      ms,
      ...(text && { text }),
    });
    return this.#seq;
  }

  /** One more line on a pod's volume. */
  counts(pod: string, ms: number, text = '12:00:00 Europe/Moscow', n?: number): DraftLine {
    const { lines } = this.shelves.get(pod)!;
    const line = { n: n ?? (lines.at(-1)?.n ?? 0) + 1, at: iso(ms), text };
    lines.push(line);
    return line;
  }

  acks(seq: number, ms: number, pod: string, { n, at, text }: DraftLine, boot = `boot-${pod}`): void {
    const { replica } = this.shelves.get(pod)!;
    this.draft.entries.push({ kind: 'acked', seq, ms, status: 200, replica, n, at, boot, text });
  }

  fails(
    seq: number,
    ms: number,
    kind: 'refused' | 'unknown',
    more: { status?: number; code?: string } = {},
  ): void {
    this.draft.entries.push({ kind, seq, ms, ...more });
  }

  /** A visit as it should be: sent, counted, acknowledged. */
  visits(ms: number, pod: string, text?: string, target = pod, boot?: string): DraftLine {
    const seq = this.sends(ms, target, text);
    const line = this.counts(pod, ms + 1, text && `${text} = 0`);
    this.acks(seq, ms + 2, pod, line, boot);
    return line;
  }

  sees(...observations: Observation[]): void {
    this.draft.observations.push(...observations);
  }

  /** Changes a file after it was written. */
  tamper(file: string, change: (text: string) => string): void {
    this.#tampers.push([file, change]);
  }

  /** A `read` line for each volume, taken before anything is tampered with. */
  readsVolumes(): void {
    this.#read = true;
  }

  /** Leaves lines out at the front of what was copied before the run, and says so. */
  copiesOnlyTheEnd(pod: string, lines: number): void {
    const { app, before } = this.shelves.get(pod)!;
    const whole = Buffer.from(logOf(before));
    const from = Buffer.byteLength(logOf(before.slice(0, lines)));
    this.tamper(`volumes/visits-${pod}/before/visits.log`, () => whole.subarray(from).toString());
    const sha256 = createHash('sha256').update(whole).digest('hex');
    const files = [{ name: 'visits.log', size: whole.length, sha256, from }];
    this.sees({ kind: 'read', ms: 0, app, claim: `visits-${pod}`, when: 'before', ok: true, files });
  }

  files(): Map<string, Uint8Array> {
    for (const [pod, shelf] of this.shelves) {
      const claim = `visits-${pod}`;
      const id = { replica: shelf.replica, base: 0, createdAt: iso(-5000) };
      if (!shelf.unread)
        this.draft.volume(claim, 'before', { lines: shelf.before, replica: id, ...shelf.was });
      if (!shelf.hidden)
        this.draft.volume(claim, 'after', { lines: shelf.lines, replica: id, ...shelf.volume });
    }
    if (this.#read) for (const [pod, { app }] of this.shelves) this.draft.reads(app, `visits-${pod}`);
    const files = this.draft.files();
    for (const [file, change] of this.#tampers)
      files.set(file, Buffer.from(change(Buffer.from(files.get(file)!).toString())));
    if (!this.sealed) {
      const ledger = Buffer.from(files.get('ledger.log')!);
      files.set('ledger.log', ledger.subarray(0, ledger.lastIndexOf('\nz ') + 1));
    }
    return files;
  }
}

export function iso(ms: number): string {
  return new Date(START + ms).toISOString();
}
