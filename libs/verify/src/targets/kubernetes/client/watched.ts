import { setTimeout as pause } from 'node:timers/promises';
import { Watch } from '@kubernetes/client-node';
import type { Seen } from '../../../bundle/observations';
import type { Api } from './api';
import { type Kind, KINDS, type ObjectOf, pathOf } from './kinds';

const RELIST_MS = 5_000;
const AFTER_FAILURE_MS = 500;
/** Nothing seen for longer than this: a list was due, and did not come. */
const SILENCE_MS = 7_500;

export interface WatchScope {
  readonly namespace?: string;
  /** A selector, as kubectl's -l has it. */
  readonly labels?: string;
  readonly fields?: string;
}

export interface WatchRecorder {
  readonly ms: number;
  see(seen: Seen): void;
}

interface Item {
  readonly metadata?: { readonly name?: string; readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * Objects as the API server has them now: watched, and listed again every five seconds, so that a watch that has ended
 * or fallen silent is noticed. A time in which nothing was seen is written down as a gap.
 */
export class Watched<K extends Kind> {
  /** An object appeared, changed or is gone. */
  onChange: (object: ObjectOf<K>, what: 'set' | 'gone') => void = () => undefined;
  readonly #objects = new Map<string, ObjectOf<K>>();
  readonly #ending = new AbortController();
  #listed = '0';
  #lastMs: number;
  #watch: { abort(): void } | undefined;
  #loop: Promise<void> | undefined;

  constructor(
    private readonly api: Api,
    private readonly kind: K,
    private readonly scope: WatchScope,
    private readonly recorder: WatchRecorder,
  ) {
    this.#lastMs = recorder.ms;
  }

  /** Resolves when all objects are known. Rejects where they cannot be listed at all. */
  async start(): Promise<this> {
    this.#lastMs = this.recorder.ms;
    await this.#list();
    void this.#open();
    this.#loop = this.#run();
    return this;
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    this.#watch?.abort();
    await this.#loop;
  }

  get items(): readonly ObjectOf<K>[] {
    return [...this.#objects.values()];
  }

  get(name: string): ObjectOf<K> | undefined {
    return this.items.find((object) => metaOf(object).name === name);
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    let afterMs = RELIST_MS;
    for (;;) {
      await pause(afterMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.#list();
        if (!this.#watch) void this.#open();
        afterMs = RELIST_MS;
      } catch {
        afterMs = AFTER_FAILURE_MS;
      }
    }
  }

  async #list(): Promise<void> {
    const { namespace } = this.scope;
    const access = { verb: 'list', kind: this.kind, namespace } as const;
    const { body } = await this.api.request<{
      metadata: { resourceVersion: string };
      items: ObjectOf<K>[];
    }>(access, pathOf(this.kind, namespace), { query: this.#query() });
    if (this.#ending.signal.aborted) return;
    this.#contact('no list came');
    const listed = body.metadata.resourceVersion;
    const there = new Set(body.items.map((object) => metaOf(object).uid));
    for (const object of this.items)
      if (!there.has(metaOf(object).uid) && !isNewer(metaOf(object).resourceVersion, listed))
        this.#remove(object);
    for (const object of body.items) this.#set(object);
    this.#listed = listed;
  }

  async #open(): Promise<void> {
    const query = { ...this.#query(), resourceVersion: this.#listed, allowWatchBookmarks: 'true' };
    let ended = false;
    const onEnd = () => {
      ended = true;
      this.#watch = undefined;
    };
    const path = pathOf(this.kind, this.scope.namespace);
    const watch = new Watch(this.api.config);
    const opened = await watch.watch(
      path,
      query,
      (type: string, object: ObjectOf<K>) => this.#event(type, object),
      onEnd,
    );
    if (this.#ending.signal.aborted) opened.abort();
    else if (!ended) this.#watch = opened;
  }

  #event(type: string, object: ObjectOf<K>): void {
    if (this.#ending.signal.aborted) return;
    if (type === 'ERROR') {
      this.#watch?.abort();
      this.#watch = undefined;
      return;
    }
    this.#contact('no event came');
    // A list has shown it already.
    if (type === 'BOOKMARK' || !isNewer(metaOf(object).resourceVersion, this.#listed)) return;
    if (type === 'DELETED') this.#remove(object);
    else this.#set(object);
  }

  #set(object: ObjectOf<K>): void {
    const { uid = '', resourceVersion } = metaOf(object);
    const before = this.#objects.get(uid);
    if (before && !isNewer(resourceVersion, metaOf(before).resourceVersion)) return;
    this.#objects.set(uid, object);
    this.onChange(object, 'set');
  }

  #remove(object: ObjectOf<K>): void {
    if (this.#objects.delete(metaOf(object).uid ?? '')) this.onChange(object, 'gone');
  }

  #contact(why: string): void {
    const { ms } = this.recorder;
    if (ms - this.#lastMs > SILENCE_MS)
      this.recorder.see({ kind: 'gap', what: KINDS[this.kind].resource, startMs: this.#lastMs, why });
    this.#lastMs = ms;
  }

  #query() {
    return { labelSelector: this.scope.labels, fieldSelector: this.scope.fields };
  }
}

const metaOf = (object: object) => (object as Item).metadata ?? {};

/** Resource versions of one kind are numbers that grow. */
function isNewer(version: string | undefined, than: string | undefined): boolean {
  if (!/^\d+$/.test(version ?? '') || !/^\d+$/.test(than ?? '')) return version !== than;
  return BigInt(version!) > BigInt(than!);
}
