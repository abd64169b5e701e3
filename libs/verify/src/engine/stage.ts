import { type App, scenarioKind, shortOf } from '@visits/proof';
import type { Seen } from '../bundle/observations';
import type { Load } from '../load/load';
import type { ClusterActions } from '../targets/cluster-actions';
import type { RunClock } from '../run-clock';
import type { Target, TargetPod } from '../targets/target';
import type { Ended } from '../writer/visits';
import { done, type Look, until, waiting } from '../wait';
import type { Hooks, Profile } from './scenario';
import type { PodWatch } from './pod-watch';
import type { Sampler } from './sampler';

/** Twice the floor: what ends a process takes from the processor that answers in its last second. */
const VICTIM_ACKED = 40;
const EXPOSURE_DEADLINE_MS = 4_000;
/**
 * More clients come for each second in which it was not enough: where an answer takes long, a few have too few. Only on
 * calculators: what a clock leaves unanswered no text can resolve, and one pod that was hit well is enough.
 */
const MORE_CLIENTS_MS = 1_000;
/** On a pod that drains, visits a second beside the common load. */
export const DRAIN_RATE = 100;

export interface StageParts {
  readonly target: Target;
  readonly load: Load;
  readonly sampler: Sampler;
  readonly watch: PodWatch;
  readonly clock: RunClock;
  readonly profile: Profile;
  readonly hooks: Hooks;
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
  /** From 0 up to 1, by the run's seed. */
  readonly random: () => number;
  see(seen: Seen): void;
  onWaiting(what: string, why: string): void;
  /** What the reader of the report must know beside the verdicts. */
  limit(why: string): void;
  /** Where the bundle keeps a volume. */
  volumeDir(claim: string, when: 'before' | 'after' | 'restored'): string;
}

/** What a scenario acts with. */
export class Stage {
  readonly target: Target;
  readonly load: Load;
  readonly sampler: Sampler;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly profile: Profile;
  readonly hooks: Hooks;
  readonly #disrupted: Ended[] = [];

  constructor(
    readonly scenario: string,
    readonly parts: StageParts,
  ) {
    ({
      target: this.target,
      load: this.load,
      sampler: this.sampler,
      signal: this.signal,
      random: this.random,
      profile: this.profile,
      hooks: this.hooks,
    } = parts);
  }

  get cluster(): ClusterActions {
    const { cluster } = this.target;
    if (!cluster) throw new TypeError(`${this.scenario} is for a cluster.`);
    return cluster;
  }

  limit(why: string): void {
    this.parts.limit(why);
  }

  get ms(): number {
    return this.parts.clock.ms;
  }

  get pods(): readonly TargetPod[] {
    return this.target.apps.flatMap((app) => this.target.pods(app));
  }

  /** Acts on both apps at once. All have ended before the first error is thrown: nothing acts on in the background. */
  async forEachApp(act: (app: App) => Promise<void>): Promise<void> {
    const results = await Promise.allSettled(this.target.apps.map(act));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  see(seen: Seen): void {
    this.parts.see(seen);
  }

  /** A condition that is no matter of counts; the judge compares. */
  check(name: string, expected: string, seen: string, detail?: string): void {
    this.see({ kind: 'check', scenario: this.scenario, name, expected, seen, ...(detail && { detail }) });
  }

  processOf(pod: TargetPod) {
    return this.parts.watch.processOf(pod);
  }

  until<T>(what: string, deadlineMs: number, look: () => Look<T> | Promise<Look<T>>): Promise<T> {
    const { signal } = this;
    return until(what, look, { deadlineMs, signal, onWaiting: this.parts.onWaiting });
  }

  /** All pods as expected, ready, and their processes known. */
  settled(apps: readonly App[] = this.target.apps): Promise<void> {
    const { readyMs, stopMs } = this.target.deadlines;
    return this.until('all pods ready', readyMs + stopMs, () => {
      for (const app of apps) {
        const look = this.target.settled(app);
        if (!('done' in look)) return look;
      }
      const unknown = this.pods.find((pod) => this.processOf(pod).boot === undefined);
      return unknown ? waiting(`${unknown.name} has not said who it is`) : done(undefined);
    });
  }

  /** Says whom it hits, before it does. */
  disrupt(pod: TargetPod, how: string, more: { device?: string } = {}): void {
    const process = this.processOf(pod);
    const { app, boot } = process;
    const { ms } = this;
    this.see({ kind: 'disruption', ms, scenario: this.scenario, how, ...process, ...more });
    if (boot) this.#disrupted.push({ app, pod: pod.name, boot, ms, cut: how === 'power' });
    this.load.mark(this.scenario, 'disrupt', pod.name);
  }

  /** In words, what the judge will miss: too few visits met any of the disruptions so far. */
  async short(): Promise<string[]> {
    const { floor } = scenarioKind(this.scenario);
    if (floor !== 'stopped' && floor !== 'killed') return [];
    const hits = [];
    for (const ended of this.#disrupted) {
      const met = await this.load.metBy(ended);
      if (met === null) return [];
      hits.push({ ...met, pod: ended.pod, shownBy: 'it is settled again' });
    }
    return hits.length === 0 ? [] : shortOf(floor, { acked: 0, hits });
  }

  call(verb: string, object: string, outcome: 'done' | 'failed', more: { uid?: string; undo?: string } = {}) {
    if (this.target.recordsCalls) return;
    this.see({ kind: 'call', scenario: this.scenario, verb, object, outcome, ...more });
  }

  /**
   * Puts more load on a pod, and resolves in a moment in which enough of it has been acknowledged and some is under
   * way. The load stays until the returned function is called.
   */
  async expose(pod: TargetPod, perSecond?: number): Promise<() => Promise<void>> {
    const { app, name, origin } = pod;
    const { boot } = this.processOf(pod);
    const more = () => this.load.burst({ app, target: name, origin }, perSecond);
    const fromMs = this.ms;
    const bursts = [more()];
    // A paced load has a visit under way only now and then; a drain loses none, whenever it begins.
    const underWay = () => perSecond !== undefined || this.load.inFlightTo(name) > 0;
    const look = () => {
      const acked = this.load.ackedLately({ app, boot });
      if (acked >= VICTIM_ACKED && underWay()) return done(undefined);
      if (app === 'calculator' && this.ms - fromMs >= bursts.length * MORE_CLIENTS_MS) bursts.push(more());
      return waiting(`${acked} acknowledged in the last second`);
    };
    try {
      await this.until(`visits to ${name}`, EXPOSURE_DEADLINE_MS, look);
    } catch (error) {
      // Too little was seen of it: that is for the judge to say. It is disrupted all the same.
      if (this.signal.aborted) throw error;
    }
    return async () => void (await Promise.all(bursts.map((end) => end())));
  }

  /** Ends a pod's process without a drain, with visits under way. */
  async kill(pod: TargetPod): Promise<void> {
    const endBurst = await this.expose(pod);
    this.disrupt(pod, 'kill');
    await this.target.killProcess(pod.app, pod.ordinal);
    this.call('kill', `process/${pod.name}`, 'done', { uid: pod.uid });
    await endBurst();
  }

  /** Makes a pod drain and go, under load until it is gone. */
  async drain(pod: TargetPod, how: string, act: () => Promise<void>): Promise<void> {
    const endBurst = await this.expose(pod, DRAIN_RATE);
    this.disrupt(pod, how);
    await act();
    await endBurst();
  }

  /** Reads the volumes as they are now. */
  async readVolumes(when: 'before' | 'after'): Promise<void> {
    for (const pod of this.pods) {
      const { app, claim, volume } = pod;
      const read = { kind: 'read', app, claim, volume, when } as const;
      try {
        const files = await this.target.copyVolume(pod, this.parts.volumeDir(claim, when));
        this.see({ ...read, ok: true, files: [...files] });
      } catch (error) {
        this.see({ ...read, ok: false, files: [], why: String(error) });
      }
    }
  }

  /** A copy as a backup makes it, to be compared with what the volume holds in the end. */
  async backUp(pod: TargetPod): Promise<void> {
    await this.target.copyVolume(pod, this.parts.volumeDir(pod.claim, 'restored'));
  }
}
