import { done, WaitError, waiting } from '../wait';
import type { Scenario, Selected } from './scenario';
import type { RunEvents } from './run-options';
import { Stage, type StageParts } from './stage';

const FULL_BEFORE_MS = 2_000;
const FULL_AFTER_MS = 3_000;
/** A disruption that met too few visits says nothing: so often is it tried. */
const TRIES = 3;
/** The prober has answered so often in a row: nothing of the step before hangs over. */
const GOOD_PROBES = 10;
/** Longer than a visit may take. */
const QUIET_DEADLINE_MS = 12_000;

/** Plays one scenario after the other: steady, act, settled; then quiet, and a last look. */
export class Conductor {
  /** What got stuck, for the reader of the report. */
  readonly limits: string[] = [];
  readonly #all: number;
  #ended = 0;
  #settled: boolean | undefined;

  constructor(
    private readonly scenarios: readonly Selected[],
    private readonly parts: StageParts,
    private readonly events: RunEvents,
  ) {
    this.#all = scenarios.length;
  }

  async conduct(): Promise<void> {
    const { load } = this.parts;
    const stage = new Stage('start', this.parts);
    await stage.settled();
    await stage.readVolumes('before');
    load.start();
    for (const { scenario, skipped } of this.scenarios)
      if (skipped !== undefined) this.events.onEnd(scenario.name, 'skipped', skipped);
    const toRun = this.scenarios.flatMap(({ scenario, skipped }) =>
      skipped === undefined ? [scenario] : [],
    );
    const went: Scenario[] = [];
    for (const [place, scenario] of toRun.entries())
      if (await this.#play(scenario, toRun[place + 1])) went.push(scenario);
    await load.stop();
    this.events.onStep('quiet', this.#ended, this.#all);
    await this.#attempt('run', (own) => this.#quiet(own));
    for (const { name, atEnd } of went) if (atEnd) await this.#attempt(name, atEnd);
    await stage.readVolumes('after');
  }

  /** False where it got stuck. */
  async #play(scenario: Scenario, next: Scenario | undefined): Promise<boolean> {
    const { name } = scenario;
    const { load } = this.parts;
    this.events.onStep(name, this.#ended++, this.#all);
    this.#step(name, 'begin');
    load.mark(name, 'begin');
    const went = await this.#attempt(name, (stage) => this.#act(scenario, stage));
    if (next === undefined || next.load === 'calm') load.calm();
    // Without its end it counts as unfinished.
    if (!went) return false;
    load.mark(name, 'end');
    this.#step(name, 'end');
    this.events.onEnd(name, 'done');
    return true;
  }

  async #act(scenario: Scenario, stage: Stage): Promise<void> {
    const { name, load: rate } = scenario;
    const { load } = this.parts;
    await this.#steady(stage);
    this.#step(name, 'steady');
    if (rate !== 'calm') {
      load.full();
      await stage.until('load', FULL_BEFORE_MS * 2, () =>
        load.fullMs >= FULL_BEFORE_MS ? done(undefined) : waiting('2 s at the full rate before'),
      );
    }
    for (let tries = 1; ; tries++) {
      await this.#disturb(scenario, stage);
      const short = rate === 'disrupted' && tries < TRIES ? await stage.short() : [];
      if (short.length === 0) return;
      this.#step(name, 'again', short.join('; '));
      this.events.onNote?.(`  ${name} again: ${short.join('; ')}`);
    }
  }

  async #disturb({ name, load: rate, act }: Scenario, stage: Stage): Promise<void> {
    const { load, clock } = this.parts;
    this.#step(name, 'act');
    this.#state(false);
    await act(stage);
    await stage.settled();
    this.#state(true);
    this.#step(name, 'settled');
    load.mark(name, 'recovered');
    if (rate !== 'disrupted') return;
    const sinceMs = clock.ms;
    await stage.until('load', FULL_AFTER_MS * 2, () =>
      clock.ms - sinceMs >= FULL_AFTER_MS ? done(undefined) : waiting('3 s at the full rate after'),
    );
  }

  /** What gets stuck is written down; the run goes on. */
  async #attempt(name: string, act: (stage: Stage) => Promise<void>): Promise<boolean> {
    try {
      await act(new Stage(name, this.parts));
      return true;
    } catch (error) {
      if (this.parts.signal.aborted || !(error instanceof WaitError)) throw error;
      this.#step(name, 'stuck', error.message);
      this.limits.push(`${name}: ${error.message}`);
      this.events.onEnd(name, 'stuck', error.message);
      return false;
    }
  }

  async #steady(stage: Stage): Promise<void> {
    await stage.settled();
    this.#state(true);
    await stage.until('a good prober', stage.target.deadlines.readyMs, () => {
      const good = stage.load.goodProbes;
      if (good >= GOOD_PROBES) return done(undefined);
      return waiting(`${good} of ${GOOD_PROBES} good answers`);
    });
  }

  /** Nothing under way, and no count moves. */
  async #quiet(stage: Stage): Promise<void> {
    let last = '';
    await stage.until('quiet', QUIET_DEADLINE_MS, async () => {
      const counts = await Promise.all(stage.pods.map((pod) => stage.sampler.count(pod)));
      if (counts.includes(null)) return waiting('a pod does not answer');
      const same = counts.join() === last;
      last = counts.join();
      return same ? done(undefined) : waiting('counts still move');
    });
  }

  #state(settled: boolean): void {
    if (settled === this.#settled) return;
    this.#settled = settled;
    for (const app of this.parts.target.apps) this.parts.see({ kind: 'state', app, settled });
  }

  #step(scenario: string, word: string, detail?: string): void {
    this.parts.see({ kind: 'step', scenario, word, ...(detail && { detail }) });
  }
}
